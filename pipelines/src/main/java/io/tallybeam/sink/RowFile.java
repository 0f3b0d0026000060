package io.tallybeam.sink;

import io.tallybeam.catalog.TableShape;
import io.tallybeam.error.UserError;
import io.tallybeam.parquet.RowAppender;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Rows of one partition, into and out of a Parquet file. */
public final class RowFile implements Closeable {

  private static final String DAY = "day(" + WindowTable.WINDOW_START + ")";

  private final DataWriter<Record> writer;

  /**
   * Starts a file under a path that was never used before, of rows in the order of the table.
   *
   * @param first any row of the partition; is not written
   */
  public RowFile(Table table, Record first) throws IOException {
    this(table, first, ShardName.NONE, table.sortOrder());
  }

  /** The same, for rows of one shard of tenants, which come in {@code order}. */
  RowFile(Table table, Record first, ShardName shard, SortOrder order) throws IOException {
    this(table, table.spec(), partition(table, first), shard, order);
  }

  /**
   * Starts a file of the partition of {@code other}, and in its order: the table may have others
   * since.
   */
  RowFile(Table table, DataFile other) throws IOException {
    this(
        table,
        table.specs().get(other.specId()),
        other.partition(),
        ShardName.NONE,
        order(table, other));
  }

  private RowFile(
      Table table, PartitionSpec spec, StructLike partition, ShardName shard, SortOrder order)
      throws IOException {
    EncryptedOutputFile to = newFile(table, spec, partition, shard);
    this.writer = RowAppender.open(table, to, spec, partition, order, table.properties());
  }

  private static SortOrder order(Table table, DataFile file) {
    Integer order = file.sortOrderId();
    return order == null
        ? SortOrder.unsorted()
        : table.sortOrders().getOrDefault(order, SortOrder.unsorted());
  }

  private static StructLike partition(Table table, Record first) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(first));
    return partition;
  }

  private static EncryptedOutputFile newFile(
      Table table, PartitionSpec spec, StructLike partition, ShardName shard) {
    OutputFileFactory.Builder files =
        OutputFileFactory.builderFor(table, shard.shard(), shard.shards())
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString());
    if (!shard.equals(ShardName.NONE)) {
      files.suffix(ShardName.SUFFIX);
    }
    OutputFileFactory factory = files.build();
    return spec.isUnpartitioned()
        ? factory.newOutputFile()
        : factory.newOutputFile(spec, partition);
  }

  /** A copy of a file under a path that was never used before. */
  static DataFile copy(Table table, DataFile file) throws IOException {
    PartitionSpec spec = table.specs().get(file.specId());
    OutputFile to =
        newFile(table, spec, file.partition(), ShardName.of(file)).encryptingOutputFile();
    try (InputStream in = table.io().newInputFile(file.location()).newStream();
        OutputStream out = to.create()) {
      in.transferTo(out);
    }
    return DataFiles.builder(spec).copy(file).withPath(to.location()).build();
  }

  /** Appends a row; rows come in the order that was told. */
  public void write(Record row) {
    writer.write(row);
  }

  /** Finishes the file. */
  public DataFile finish() throws IOException {
    writer.close();
    return writer.toDataFile();
  }

  /** Closes the file, finished or not. */
  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Whether the partition of {@code file} is the day of its windows, as in all tables of ours. */
  public static boolean isOfDay(Table table, ContentFile<?> file) {
    return partitions(table, file).equals(DAY);
  }

  private static String partitions(Table table, ContentFile<?> file) {
    return TableShape.partitions(table.specs().get(file.specId()));
  }

  /**
   * The day of UTC that a file of windows is of.
   *
   * @throws UserError if another engine wrote it while the table was partitioned otherwise
   */
  public static TimeRange day(Table table, ContentFile<?> file) {
    if (!isOfDay(table, file)) {
      throw new UserError(
          String.format(
              "table %s: the file %s is partitioned by %s and not by %s: rewrite the files of the"
                  + " table (CALL system.rewrite_data_files)",
              TableShape.name(table), file.location(), partitions(table, file), DAY));
    }
    int day = file.partition().get(0, Integer.class);
    return Period.Day.UTC.at(Math.multiplyExact(day, 86_400_000L));
  }

  /** {@code files} of a table of windows by the first moment of their day, closed behind it. */
  public static NavigableMap<Long, List<FileScanTask>> byDay(
      Table table, CloseableIterable<FileScanTask> files) throws IOException {
    NavigableMap<Long, List<FileScanTask>> days = new TreeMap<>();
    try (files) {
      for (FileScanTask task : files) {
        days.computeIfAbsent(day(table, task.file()).from(), d -> new ArrayList<>()).add(task);
      }
    }
    return days;
  }

  /** Deletes a file that will not be committed. */
  public static void discard(Table table, DataFile file) {
    table.io().deleteFile(file.location());
  }

  /** Deletes files that will not be committed, as far as the storage lets them go. */
  public static void discard(Table table, Collection<DataFile> files) {
    CatalogUtil.deleteFiles(
        table.io(), files.stream().map(DataFile::location).toList(), "unused", true);
  }

  /** The rows of a file that is part of a snapshot, without those deleted from it. */
  public static CloseableIterable<Record> read(Table table, FileScanTask task) {
    return read(table, task, table.schema());
  }

  /** The same, of some columns only. */
  public static CloseableIterable<Record> read(Table table, FileScanTask task, String... columns) {
    return read(table, task, table.schema().select(columns));
  }

  private static CloseableIterable<Record> read(Table table, FileScanTask task, Schema columns) {
    GenericDeleteFilter deletes =
        new GenericDeleteFilter(table.io(), task, table.schema(), columns);
    return deletes.filter(
        read(table.io().newInputFile(task.file().location()), deletes.requiredSchema()));
  }

  /** The rows of a file that no snapshot holds yet. */
  public static CloseableIterable<Record> read(Table table, DataFile file) {
    return read(table.io().newInputFile(file.location()), table.schema());
  }

  /** The rows of a Parquet file. */
  public static CloseableIterable<Record> read(InputFile file, Schema columns) {
    return Parquet.read(file)
        .project(columns)
        .createReaderFunc(fileSchema -> GenericParquetReaders.buildReader(columns, fileSchema))
        .build();
  }
}
