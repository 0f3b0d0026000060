package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.MovedColumns;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.topic.TopicRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that another engine moves while a stream runs. */
final class MovedColumnsTest {

  private static final String CALL =
      "{\"tenant_id\":\"acme\",\"timestamp\":\"2024-02-29T12:01:00Z\",\"model\":\"m\","
          + "\"request_id\":\"a\",\"tokens_input\":1}";

  @TempDir Path folder;

  @Test
  void ofCallsAreNotWrittenUnderEachOthersNames() throws IOException {
    assertRefused(CALL, "llm_operations_metrics", "cache_hits", "failed_requests", "error_rate");
  }

  @Test
  void ofDeadLettersAreNotWrittenUnderEachOthersNames() throws IOException {
    assertRefused("{", "rejected_events", "reason", "detail", "event_time");
  }

  private void assertRefused(String event, String table, String moved, String behind, String before)
      throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Instant time = Instant.parse("2024-02-29T12:01:00Z");
    List<TopicRecord> records =
        List.of(new TopicRecord(0, time.getMillis(), event.getBytes(UTF_8)));
    TestStream<byte[]> events =
        TestStream.create(ByteArrayCoder.of())
            .addElements(
                TimestampedValue.of(TopicRecord.block(TopicScript.TOPIC, 0, records), time))
            .advanceWatermarkTo(Instant.parse("2024-02-29T13:00:00Z"))
            .advanceProcessingTime(Duration.standardHours(1))
            .advanceProcessingTime(Duration.standardHours(1))
            .advanceWatermarkToInfinity();

    MovedColumns.assertTold(
        () ->
            new TestedStream(warehouse)
                .run(
                    new ColumnMoves(events, new Move(warehouse.toString(), table, moved, behind)),
                    TestedStream.DIRECT,
                    "--rollUpInterval=0s"),
        "matih_analytics." + table,
        moved,
        before);

    assertThat(MovedColumns.filesOnDisk(warehouse, table), is(empty()));
  }

  /** Events, before which a column is moved. */
  private static final class ColumnMoves extends PTransform<PBegin, PCollection<byte[]>> {

    private static final long serialVersionUID = 1;

    private final transient TestStream<byte[]> events;
    private final Move move;

    ColumnMoves(TestStream<byte[]> events, Move move) {
      this.events = events;
      this.move = move;
    }

    @Override
    public PCollection<byte[]> expand(PBegin begin) {
      return begin
          .apply("Events", events)
          .apply("Move", ParDo.of(move))
          .setCoder(ByteArrayCoder.of());
    }
  }

  private static final class Move extends DoFn<byte[], byte[]> {

    private static final long serialVersionUID = 1;

    private final String warehouse;
    private final String table;
    private final String column;
    private final String behind;

    Move(String warehouse, String table, String column, String behind) {
      this.warehouse = warehouse;
      this.table = table;
      this.column = column;
      this.behind = behind;
    }

    @ProcessElement
    public void process(@Element byte[] block, OutputReceiver<byte[]> out) {
      try (TableCatalog catalog = CommittedRows.open(Path.of(warehouse))) {
        catalog.load(table).updateSchema().moveAfter(column, behind).commit();
      }
      out.output(block);
    }
  }
}
