package io.tallybeam.sink;

import io.tallybeam.parquet.RowAppender;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Rows of one partition, into and out of a Parquet file. */
public final class RowFile implements Closeable {

  private final DataWriter<Record> writer;

  /**
   * Starts a file under a path that was never used before.
   *
   * @param first any row of the partition; is not written
   */
  public RowFile(Table table, Record first) {
    this(table, first, ShardName.NONE);
  }

  /** The same, for rows of one shard of tenants. */
  public RowFile(Table table, Record first, ShardName shard) {
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(first));
    this.writer =
        RowAppender.open(table, newFile(table, partition, shard), partition, table.properties());
  }

  private static EncryptedOutputFile newFile(Table table, StructLike partition, ShardName shard) {
    OutputFileFactory.Builder files =
        OutputFileFactory.builderFor(table, shard.shard(), shard.shards())
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString());
    if (!shard.equals(ShardName.NONE)) {
      files.suffix(ShardName.SUFFIX);
    }
    return files.build().newOutputFile(table.spec(), partition);
  }

  /** A copy of a file under a path that was never used before. */
  static DataFile copy(Table table, DataFile file) throws IOException {
    OutputFile to = newFile(table, file.partition(), ShardName.of(file)).encryptingOutputFile();
    try (InputStream in = table.io().newInputFile(file.location()).newStream();
        OutputStream out = to.create()) {
      in.transferTo(out);
    }
    return DataFiles.builder(table.spec()).copy(file).withPath(to.location()).build();
  }

  /** Appends a row; rows come in the order of the table. */
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
        Parquet.read(table.io().newInputFile(task.file().location()))
            .project(deletes.requiredSchema())
            .createReaderFunc(
                fileSchema ->
                    GenericParquetReaders.buildReader(deletes.requiredSchema(), fileSchema))
            .build());
  }

  /** The rows of a file that no snapshot holds yet. */
  public static CloseableIterable<Record> read(Table table, DataFile file) {
    return Parquet.read(table.io().newInputFile(file.location()))
        .project(table.schema())
        .createReaderFunc(
            fileSchema -> GenericParquetReaders.buildReader(table.schema(), fileSchema))
        .build();
  }
}
