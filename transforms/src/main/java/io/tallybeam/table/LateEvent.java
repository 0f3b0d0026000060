package io.tallybeam.table;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyWriter;

/**
 * One event that came too late for its window.
 *
 * @param source where the events of the run came from
 * @param origin the record
 * @param position of the event's first byte in the record
 * @param windowStart the window that the event would have counted in
 * @param tenant who pays
 * @param eventTimeMillis the event's own time
 * @param lateByMillis how long the window had been closed, in event time
 * @param payload the event, truncated and redacted
 * @param payloadBytes the event's length as it was read
 */
public record LateEvent(
    String source,
    String origin,
    long position,
    long windowStart,
    String tenant,
    long eventTimeMillis,
    long lateByMillis,
    String payload,
    long payloadBytes) {

  Key key() {
    return new KeyWriter().name(origin).number(position).window(windowStart);
  }

  /** What a row holds beside its key. There is one event a key. */
  public static final class Details implements Measures<Details> {
    String source = "";
    String tenant = "";
    long eventTimeMillis;
    long lateByMillis;
    String payload = "";
    long payloadBytes;

    void set(LateEvent event) {
      source = event.source;
      tenant = event.tenant;
      eventTimeMillis = event.eventTimeMillis;
      lateByMillis = event.lateByMillis;
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
      out.writeUtf8(tenant);
      out.writeFixedLong(eventTimeMillis);
      out.writeVarLong(lateByMillis);
      out.writeUtf8(payload);
      out.writeVarLong(payloadBytes);
    }

    static Details read(ByteReader in) {
      Details details = new Details();
      details.source = in.readUtf8();
      details.tenant = in.readUtf8();
      details.eventTimeMillis = in.readFixedLong();
      details.lateByMillis = in.readVarLong();
      details.payload = in.readUtf8();
      details.payloadBytes = in.readVarLong();
      return details;
    }
  }
}
