package io.tallybeam.maintain;

import io.tallybeam.parquet.RowAppender;
import io.tallybeam.sink.RowFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.util.PropertyUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Writes sorted rows of one partition to files of about a size, under paths never used before. */
final class CompactedFiles implements Closeable {

  private final Table table;
  private final StructLike partition;
  private final long targetBytes;
  private final OutputFileFactory paths;
  private final List<DataFile> files = new ArrayList<>();
  private @Nullable DataWriter<Record> writer;
  private long rows;
  private boolean finished;

  CompactedFiles(Table table, StructLike partition, long targetBytes) {
    this.table = table;
    this.partition = partition;
    this.targetBytes = targetBytes;
    // Of no shard: a compacted file holds the rows of all.
    this.paths =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
  }

  void write(Record row) throws IOException {
    if (writer == null) {
      writer = open();
    }
    writer.write(row);
    rows++;
    if (writer.length() >= targetBytes) {
      finishFile();
    }
  }

  private DataWriter<Record> open() throws IOException {
    Map<String, String> properties = new HashMap<>(table.properties());
    properties.put(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Long.toString(rowGroupBytes()));
    return RowAppender.open(
        table, paths.newOutputFile(table.spec(), partition), partition, properties);
  }

  /**
   * Rows of pages that are not full yet count with their unpacked size: with large groups a file
   * would end far below its target, and be merged again and again.
   */
  private long rowGroupBytes() {
    long usual =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
    return Math.min(usual, targetBytes / 8);
  }

  private void finishFile() throws IOException {
    if (writer != null) {
      writer.close();
      files.add(writer.toDataFile());
      writer = null;
    }
  }

  /** How many rows were written. */
  long rows() {
    return rows;
  }

  /** The finished files, which are the caller's from now on. */
  List<DataFile> finish() throws IOException {
    finishFile();
    finished = true;
    return List.copyOf(files);
  }

  /** Deletes what was written if it was not finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      try {
        finishFile();
      } finally {
        files.forEach(file -> RowFile.discard(table, file));
      }
    }
  }
}
