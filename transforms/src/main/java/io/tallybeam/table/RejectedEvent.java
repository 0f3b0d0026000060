package io.tallybeam.table;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyWriter;

/**
 * One dead letter.
 *
 * @param source where the events of the run came from
 * @param origin the file
 * @param position of the event's first byte in the uncompressed file
 * @param windowStart the window that the event would have counted in, or {@link Key#NO_WINDOW}
 * @param reject why
 * @param payload the event, truncated and redacted
 * @param payloadBytes the event's length as it was read
 */
public record RejectedEvent(
    String source,
    String origin,
    long position,
    long windowStart,
    Reject reject,
    String payload,
    long payloadBytes) {

  Key key() {
    return new KeyWriter().name(origin).number(position).window(windowStart);
  }

  /** What a row holds beside its key. There is one event a key. */
  public static final class Details implements Measures<Details> {
    String source = "";
    String reason = "";
    String detail = "";
    long eventTimeMillis = Parsed.NO_TIME;
    String payload = "";
    long payloadBytes;

    void set(RejectedEvent event) {
      source = event.source;
      reason = event.reject.reason().code();
      detail = event.reject.detail();
      eventTimeMillis = event.reject.eventTimeMillis();
      payload = event.payload;
      payloadBytes = event.payloadBytes;
    }

    @Override
    public void merge(Details other) {
      throw new IllegalStateException("one event was read twice");
    }

    @Override
    public void write(ByteWriter out) {
      out.writeUtf8(source);
      out.writeUtf8(reason);
      out.writeUtf8(detail);
      out.writeFixedLong(eventTimeMillis);
      out.writeUtf8(payload);
      out.writeVarLong(payloadBytes);
    }

    static Details read(ByteReader in) {
      Details details = new Details();
      details.source = in.readUtf8();
      details.reason = in.readUtf8();
      details.detail = in.readUtf8();
      details.eventTimeMillis = in.readFixedLong();
      details.payload = in.readUtf8();
      details.payloadBytes = in.readVarLong();
      return details;
    }
  }
}
