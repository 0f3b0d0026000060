package io.tallybeam.micro;

import io.tallybeam.catalog.LocalFiles;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.fold.Grouping;
import io.tallybeam.fold.SummedCalls;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.parquet.RowAppender;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Rows of 44 columns, nearly all of one call, into files, in nanoseconds a row. */
public class WriteRows extends Part {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(5));
  private static final OperationsTable TABLE = OperationsTable.metrics(WINDOWS);
  private static final int ROWS = 4_000;

  /** A window of a stream has few, a day of a backfill many. */
  @Param({"80", "4000"})
  int rowsOfFile;

  private final List<Record> rows = new ArrayList<>();
  private Table table;

  /** Makes the rows. */
  @Setup
  public void fill() throws IOException {
    List<Block> blocks = new ArrayList<>();
    SummedCalls sums =
        new SummedCalls(
            List.of(TABLE),
            new CallPricer(CostRules.REPORTED),
            Grouping.NONE,
            BlockStore.INLINE,
            (group, block) -> blocks.add(block));
    for (Call call : GeneratedLines.calls()) {
      sums.add(call, WINDOWS.startOf(call.eventTimeMillis()));
    }
    sums.flush();
    try (PartialMerge<CallMeasures> merge =
        new PartialMerge<>(blocks, BlockStore.INLINE, TABLE::read)) {
      merge.forEach(
          (key, measures) -> {
            Record row = GenericRecord.create(TABLE.schema());
            TABLE.fill(key, measures, row);
            rows.add(row);
          });
    }
    if (rows.size() < ROWS) {
      throw new IllegalStateException("only " + rows.size() + " rows");
    }
    Configuration local = new Configuration(false);
    local.setClass("fs.file.impl", LocalFiles.class, LocalFiles.class);
    table =
        new HadoopTables(local)
            .create(
                TABLE.schema(),
                PartitionSpec.unpartitioned(),
                Map.of(TableProperties.PARQUET_DICT_SIZE_BYTES, Integer.toString(64 << 10)),
                Files.createTempDirectory("rows").resolve("table").toString());
  }

  /** By column. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long columns() throws IOException {
    return write(
        file ->
            RowAppender.open(
                table, EncryptedFiles.plainAsEncryptedOutput(file), null, table.properties()));
  }

  /** By Iceberg's writer. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long iceberg() throws IOException {
    return write(
        file ->
            Parquet.writeData(file)
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .build());
  }

  private interface Opened {
    DataWriter<Record> open(OutputFile file) throws IOException;
  }

  private long write(Opened by) throws IOException {
    long bytes = 0;
    for (int from = 0; from < ROWS; from += rowsOfFile) {
      OutputFile file =
          table.io().newOutputFile(table.location() + "/" + UUID.randomUUID() + ".parquet");
      DataWriter<Record> writer = by.open(file);
      try (writer) {
        rows.subList(from, from + rowsOfFile).forEach(writer::write);
      }
      bytes += writer.toDataFile().fileSizeInBytes();
      table.io().deleteFile(file.location());
    }
    return bytes;
  }
}
