package io.tallybeam.streaming;

import static io.tallybeam.streaming.TestCall.time;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.topic.TopicRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A price book that changes for the past while a stream runs. */
class NewPricesTest {

  private static final String CHANGES = "changes-the-prices";

  /** One that starts anew would have the new prices without looking for them. */
  private static final List<String> ONE_WORKER =
      List.of("--runner=DirectRunner", "--targetParallelism=1");

  @TempDir Path folder;

  /** Other prices alone are no correction: only new calls are. */
  @Test
  void reachWindowsThatFireAgainWithoutAnotherRevision() throws IOException {
    Path book = Files.writeString(folder.resolve("book.yaml"), book("0.5"));
    TestStream<byte[]> calls =
        TestStream.create(ByteArrayCoder.of())
            .addElements(block("12:01:00", 0, call("kept", "a"), call("grown", "b")))
            .advanceWatermarkTo(instant("12:15:00.001"))
            .advanceProcessingTime(Duration.standardSeconds(5))
            .addElements(block("12:15:00.001", 2, call("grown", CHANGES)))
            .advanceProcessingTime(Duration.standardSeconds(30))
            .advanceProcessingTime(Duration.standardSeconds(30))
            .advanceWatermarkToInfinity();

    new TestedStream(folder.resolve("warehouse"))
        .run(
            new PricesChange(calls, book.toString()),
            ONE_WORKER,
            "--prices=" + book,
            "--pricesRefresh=0.001s",
            "--correctionInterval=10s",
            "--commitInterval=1s",
            "--rollUpInterval=0s");

    for (String table : List.of(OperationsTable.METRICS, CostAttributionTable.NAME)) {
      List<List<String>> snapshots = snapshots(table);
      assertThat(table, snapshots.get(0), contains("grown 1 0.5 r0", "kept 1 0.5 r0"));
      assertThat(
          table, snapshots.get(snapshots.size() - 1), contains("grown 2 1.5 r1", "kept 1 0.75 r0"));
    }
  }

  private static String book(String rate) {
    return "unit: USD per 1K tokens\nprices:\n  - {model: kept, rates: {input: RATE, output: 1}}\n"
            .replace("RATE", rate)
        + "  - {model: grown, rates: {input: RATE, output: 1}}\n".replace("RATE", rate);
  }

  private static String call(String model, String id) {
    return String.format(
        "{\"tenant_id\":\"acme\",\"timestamp\":\"%s\",\"model\":\"%s\",\"request_id\":\"%s\","
            + "\"tokens_input\":1000,\"tokens_output\":0}",
        time("12:01:00"), model, id);
  }

  private static TimestampedValue<byte[]> block(String at, long offset, String... calls) {
    List<TopicRecord> records = new ArrayList<>();
    for (String call : calls) {
      records.add(new TopicRecord(offset + records.size(), -1, call.getBytes(UTF_8)));
    }
    return TimestampedValue.of(TopicRecord.block(TopicScript.TOPIC, 0, records), instant(at));
  }

  private static org.joda.time.Instant instant(String time) {
    return ReadBlock.instant(time(time).toEpochMilli());
  }

  /** The rows of each snapshot. */
  private List<List<String>> snapshots(String name) throws IOException {
    List<List<String>> snapshots = new ArrayList<>();
    try (TableCatalog catalog = new TestWarehouse(folder.resolve("warehouse")).open()) {
      Table table = catalog.load(name);
      for (long id : EverySnapshot.of(table)) {
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> records =
            IcebergGenerics.read(table).useSnapshot(id).build()) {
          records.forEach(row -> rows.add(text(row)));
        }
        snapshots.add(rows.stream().sorted().toList());
      }
    }
    return snapshots;
  }

  private static String text(Record row) {
    BigDecimal cost = (BigDecimal) row.getField("total_cost_usd");
    return String.format(
        "%s %s %s r%s",
        row.getField("model"),
        row.getField("total_requests"),
        cost.stripTrailingZeros().toPlainString(),
        row.getField(OperationsTable.REVISION));
  }

  /** Calls, one of which is read when the book has just changed. */
  private static final class PricesChange extends PTransform<PBegin, PCollection<byte[]>> {

    private static final long serialVersionUID = 1;

    private final transient TestStream<byte[]> calls;
    private final String book;

    PricesChange(TestStream<byte[]> calls, String book) {
      this.calls = calls;
      this.book = book;
    }

    @Override
    public PCollection<byte[]> expand(PBegin begin) {
      return begin
          .apply("Calls", calls)
          .apply("Change", ParDo.of(new Change(book)))
          .setCoder(ByteArrayCoder.of());
    }
  }

  private static final class Change extends DoFn<byte[], byte[]> {

    private static final long serialVersionUID = 1;

    private final String file;

    Change(String file) {
      this.file = file;
    }

    @ProcessElement
    public void process(@Element byte[] block, OutputReceiver<byte[]> out) throws IOException {
      if (new String(block, ISO_8859_1).contains(CHANGES)) {
        Files.writeString(Path.of(file), book("0.75"));
      }
      out.output(block);
    }
  }
}
