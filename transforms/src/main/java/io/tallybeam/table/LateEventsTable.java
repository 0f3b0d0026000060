package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.partial.PartialFold;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * The events that came later than the allowed lateness: their windows want a backfill, which takes
 * the rows of its windows away.
 */
public record LateEventsTable() implements WindowTable<LateEvent.Details> {

  /** The name of the table. */
  public static final String NAME = "late_events";

  private static final Schema SCHEMA =
      new Columns()
          .required(WINDOW_START, TIME, "start of the window the event would have counted in")
          .required("event_time", TIME, "the event's own time")
          .required("tenant_id", TEXT, "who pays")
          .required("late_by_ms", COUNT, "how long the window was closed when the event was read")
          .required("source", TEXT, "where the events of the run came from")
          .required("origin", TEXT, "topic/partition/offset of the record")
          .required("position", COUNT, "offset of the event's first byte in the record")
          .required("payload", TEXT, "the event, truncated and redacted")
          .required("payload_bytes", COUNT, "length of the event as read")
          .schema();

  /** Late events in one worker. */
  public static PartialFold<LateEvent.Details> newFold() {
    return new PartialFold<>(NAME, LateEvent.Details::new);
  }

  /** Adds one late event. */
  public void fold(LateEvent event, PartialFold<LateEvent.Details> into) {
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
    return List.of("origin", "position");
  }

  @Override
  public LateEvent.Details read(ByteReader in) {
    return LateEvent.Details.read(in);
  }

  @Override
  public int shards(int wanted) {
    return 1;
  }

  @Override
  public void fill(Key key, LateEvent.Details details, Record row) {
    KeyReader parts = key.parts();
    row.set(0, Columns.time(key.windowStart()));
    row.set(1, Columns.time(details.eventTimeMillis));
    row.set(2, details.tenant);
    row.set(3, details.lateByMillis);
    row.set(4, details.source);
    row.set(5, parts.name());
    row.set(6, parts.number());
    row.set(7, details.payload);
    row.set(8, details.payloadBytes);
  }
}
