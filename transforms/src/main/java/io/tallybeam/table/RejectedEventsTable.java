package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Parsed;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.partial.PartialFold;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/** The dead letters: every event that cannot be counted, with its reason and its origin. */
public record RejectedEventsTable() implements WindowTable<RejectedEvent.Details> {

  /** The name of the table. */
  public static final String NAME = "rejected_events";

  /** The column that names the file. */
  public static final String ORIGIN = "origin";

  private static final Schema SCHEMA =
      new Columns()
          .optional(WINDOW_START, TIME, "start of the window the event would have counted in")
          .optional("event_time", TIME, "the event's own time, where it has a readable one")
          .required("reason", TEXT, "reason code")
          .required("detail", TEXT, "the reason for people")
          .required("source", TEXT, "where the events of the run came from")
          .required(ORIGIN, TEXT, "file, or topic/partition/offset of the record")
          .required(
              "position",
              COUNT,
              "offset of the first byte in the uncompressed file, or in the record")
          .required("payload", TEXT, "the event, truncated and redacted")
          .required("payload_bytes", COUNT, "length of the event as read")
          .schema();

  /** Dead letters in one worker. */
  public static PartialFold<RejectedEvent.Details> newFold() {
    return new PartialFold<>(NAME, RejectedEvent.Details::new);
  }

  /** Adds one dead letter. */
  public void fold(RejectedEvent event, PartialFold<RejectedEvent.Details> into) {
    into.at(event.key()).set(event);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<String> sortColumns() {
    return List.of(ORIGIN, "position");
  }

  @Override
  public RejectedEvent.Details read(ByteReader in) {
    return RejectedEvent.Details.read(in);
  }

  @Override
  public int shards(int wanted) {
    return 1;
  }

  @Override
  public void fill(Key key, RejectedEvent.Details details, Record row) {
    KeyReader parts = key.parts();
    long start = key.windowStart();
    long time = details.eventTimeMillis;
    row.set(0, start == Key.NO_WINDOW ? null : Columns.time(start));
    row.set(1, time == Parsed.NO_TIME ? null : Columns.time(time));
    row.set(2, details.reason);
    row.set(3, details.detail);
    row.set(4, details.source);
    row.set(5, parts.name());
    row.set(6, parts.number());
    row.set(7, details.payload);
    row.set(8, details.payloadBytes);
  }
}
