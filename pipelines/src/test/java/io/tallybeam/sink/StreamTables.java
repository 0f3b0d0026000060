package io.tallybeam.sink;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.live.TenantShards;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What a stream writes of its windows: a row a tenant, whose number of requests tells one version
 * of it from another.
 *
 * @param catalog has the tables
 * @param shards of the tenants
 */
record StreamTables(TableCatalog catalog, TenantShards shards) {

  static final TumblingWindow WINDOWS = new TumblingWindow(900_000);
  static final String SOURCE = "topic";

  /** A row of the metrics. */
  record Row(long window, String tenant) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int order = tenant.compareTo(other.tenant);
      return order != 0 ? order : Long.compare(window, other.window);
    }
  }

  Table metrics() {
    return catalog.load(OperationsTable.METRICS);
  }

  Table ledger() {
    return catalog.load(WindowLedgerTable.NAME);
  }

  Table rejected() {
    return catalog.load(RejectedEventsTable.NAME);
  }

  /** A file of rows of one day, with their numbers of requests, that no snapshot holds. */
  DataFile file(ShardName shard, Map<Row, Integer> requests) throws IOException {
    OperationsTable table = OperationsTable.metrics(WINDOWS);
    Table target = metrics();
    try (LazyFile file = new LazyFile(table, target, shard)) {
      for (Map.Entry<Row, Integer> row : new TreeMap<>(requests).entrySet()) {
        CallMeasures measures = new CallMeasures();
        CallPricer pricer = new CallPricer(CostRules.REPORTED);
        for (int i = 0; i < row.getValue(); i++) {
          Call call = call(row.getKey());
          measures.add(call, pricer.price(call));
        }
        Record record = GenericRecord.create(target.schema());
        table.fill(
            new KeyWriter()
                .name(row.getKey().tenant())
                .name("p")
                .name("m")
                .window(row.getKey().window()),
            measures,
            record);
        record.setField(OperationsTable.REVISION, 0);
        file.write(record);
      }
      return file.finish();
    }
  }

  private static Call call(Row row) {
    return new Call(row.tenant(), "p", "m", "", row.window(), false, false, -1, -1, -1, -1);
  }

  /** A firing of a shard of a window. */
  Fired fired(long window, int shard, Map<Row, Integer> requests) throws IOException {
    return fired(window, shard, 0, requests);
  }

  /** One that comes after so many firings. */
  Fired fired(long window, int shard, int firing, Map<Row, Integer> requests) throws IOException {
    ShardName name = new ShardName(shard, shards.count());
    WrittenFile file = WrittenFile.ofWindows(OperationsTable.METRICS, file(name, requests));
    return new Fired(
        window,
        name,
        firing,
        WINDOWS.endOf(window),
        List.of(file),
        Map.of(window, LedgerCounts.of(1, 1, 0, 0, 0, 0, 0)));
  }

  /** A file of one dead letter, of the first window. */
  List<WrittenFile> letter(String payload) throws IOException {
    Table table = rejected();
    RejectRows.Row row = new RejectRows.Row(0, SOURCE, payload);
    return List.of(
        WrittenFile.ofWindows(RejectedEventsTable.NAME, RejectRows.file(table, List.of(row))));
  }

  /** The payloads of the dead letters, sorted. */
  List<String> letterPayloads() throws IOException {
    List<String> payloads = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(rejected()).build()) {
      records.forEach(record -> payloads.add((String) record.getField("payload")));
    }
    payloads.sort(null);
    return payloads;
  }

  /** Commits what was fired, and {@code ledger}. */
  void commit(SinkToken token, String previous, List<Fired> fired, Map<Long, LedgerCounts> ledger)
      throws IOException {
    byte[] request = new CommitRequest(token, previous, 7, fired, ledger).toBytes();
    new StreamCommit(catalog, WINDOWS, SOURCE, CommitRequest.of(request)).make();
  }

  /** The numbers of requests by row, as a reader sees them. */
  Map<Row, List<Long>> rows() throws IOException {
    Map<Row, List<Long>> rows = new TreeMap<>();
    Table table = metrics();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> records = RowFile.read(table, task)) {
          for (Record record : records) {
            OffsetDateTime start = (OffsetDateTime) record.getField("window_start");
            Row row =
                new Row(start.toInstant().toEpochMilli(), (String) record.getField("tenant_id"));
            rows.computeIfAbsent(row, r -> new ArrayList<>())
                .add((Long) record.getField("total_requests"));
          }
        }
      }
    }
    return rows;
  }

  /** The number of events read, by source and window. */
  Map<String, Long> ledgerRows() throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    Table table = ledger();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> records = RowFile.read(table, task)) {
          for (Record record : records) {
            String key = record.getField("source") + " " + WindowLedgerTable.windowStart(record);
            if (rows.put(key, WindowLedgerTable.counts(record).read()) != null) {
              throw new AssertionError(key + " twice");
            }
          }
        }
      }
    }
    return rows;
  }
}
