package io.tallybeam.maintain;

import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.RowOrder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Files;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/**
 * The rows of many files in the order of their table, in bounded memory: files that are sorted are
 * merged as they are, rows of others are sorted in pieces; where there are too many to read at
 * once, some are merged into a spilled one first.
 */
final class SortedRuns implements Closeable {

  private static final int MAX_OPEN = 64;
  private static final long MAX_OPEN_BYTES = 256L << 20;
  private static final int MAX_UNSORTED_ROWS = 20_000;
  private static final int SPILLED_GROUP_BYTES = 1 << 20;

  /** About how much more room rows take than their packed columns in a file. */
  private static final int UNPACKED = 4;

  private final Table table;
  private final Path folder;
  private final RowOrder order;
  private final Deque<SortedRun> runs = new ArrayDeque<>();
  private final List<Record> unsorted = new ArrayList<>();
  private int spilled;

  /**
   * No rows yet.
   *
   * @param folder for spilled runs
   */
  SortedRuns(Table table, Path folder) {
    this.table = table;
    this.folder = folder;
    this.order = new RowOrder(table, table.sortOrder());
  }

  /** Adds the rows of a file, without those deleted from it. */
  void add(FileScanTask task) throws IOException {
    DataFile file = task.file();
    Integer sorted = file.sortOrderId();
    if (sorted != null && sorted == table.sortOrder().orderId()) {
      int groups = file.splitOffsets() == null ? 1 : Math.max(1, file.splitOffsets().size());
      long bytes = UNPACKED * file.fileSizeInBytes() / groups;
      runs.add(new SortedRun(() -> RowFile.read(table, task), bytes, Optional.empty()));
      return;
    }
    try (CloseableIterable<Record> rows = RowFile.read(table, task)) {
      for (Record row : rows) {
        unsorted.add(row);
        if (unsorted.size() == MAX_UNSORTED_ROWS) {
          spillUnsorted();
        }
      }
    }
  }

  /** Gives every row to {@code to}, in order. */
  void forEach(RowSink to) throws IOException {
    spillUnsorted();
    while (true) {
      List<SortedRun> next = readableAtOnce();
      if (runs.isEmpty()) {
        merge(next, to);
        return;
      }
      runs.add(spill(sink -> merge(next, sink)));
      for (SortedRun merged : next) {
        merged.discard();
      }
    }
  }

  private void merge(List<SortedRun> sorted, RowSink to) throws IOException {
    try (CloseableIterable<Record> rows =
        order.merge(sorted.stream().map(run -> run.rows().get()).toList())) {
      for (Record row : rows) {
        to.write(row);
      }
    }
  }

  private List<SortedRun> readableAtOnce() {
    List<SortedRun> next = new ArrayList<>();
    long bytes = 0;
    while (!runs.isEmpty()
        && next.size() < MAX_OPEN
        && (next.size() < 2 || bytes + runs.element().bytes() <= MAX_OPEN_BYTES)) {
      bytes += runs.element().bytes();
      next.add(runs.remove());
    }
    return next;
  }

  private void spillUnsorted() throws IOException {
    if (unsorted.isEmpty()) {
      return;
    }
    unsorted.sort(order);
    runs.add(
        spill(
            sink -> {
              for (Record row : unsorted) {
                sink.write(row);
              }
            }));
    unsorted.clear();
  }

  private SortedRun spill(Rows rows) throws IOException {
    Path file = folder.resolve("run-" + spilled++ + ".parquet");
    try (FileAppender<Record> appender =
        Parquet.write(Files.localOutput(file.toFile()))
            .schema(table.schema())
            .set(TableProperties.PARQUET_COMPRESSION, "zstd")
            .set(
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(SPILLED_GROUP_BYTES))
            .createWriterFunc(GenericParquetWriter::create)
            .overwrite()
            .build()) {
      rows.writeTo(appender::add);
    }
    return new SortedRun(
        () -> RowFile.read(Files.localInput(file.toFile()), table.schema()),
        (long) UNPACKED * SPILLED_GROUP_BYTES,
        Optional.of(file));
  }

  @Override
  public void close() {
    try {
      for (int i = 0; i < spilled; i++) {
        java.nio.file.Files.deleteIfExists(folder.resolve("run-" + i + ".parquet"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Rows {
    void writeTo(RowSink sink) throws IOException;
  }
}
