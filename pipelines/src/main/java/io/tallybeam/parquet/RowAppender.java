package io.tallybeam.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.NativeEncryptionOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of flat columns, into a Parquet file.
 *
 * <p>Iceberg's own writer hands each value to its column and asks the column, behind every row,
 * whether its page is full. Here a column keeps its values until a page is full and then encodes
 * them all.
 */
public final class RowAppender implements FileAppender<Record> {

  /** After how many rows it is looked how large the row group is. */
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private static final int BOUND_BYTES = 64;

  private final MessageType type;
  private final MetricsConfig metrics;
  private final long groupBytes;
  private final OutputFile to;
  private final Column[] columns;
  private final Map<String, String> keyValues;
  private final BytesInputCompressor compressor;
  private @Nullable ParquetFileWriter file;
  private @Nullable ColumnChunkPageWriteStore pages;
  private long rowsOfGroup;
  private boolean closed;
  private long length;

  /** Whether a row, a row group or the file was left half done: it is no file of anybody's. */
  private boolean failed;

  RowAppender(Schema schema, Map<String, String> properties, MetricsConfig metrics, OutputFile to) {
    this.to = to;
    this.type = ParquetSchemaUtil.convert(schema, "table");
    this.metrics = metrics;
    this.groupBytes =
        PropertyUtil.propertyAsLong(
            properties,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
    this.keyValues = Map.of("iceberg.schema", SchemaParser.toJson(schema));
    PageLimits limits = PageLimits.of(properties);
    this.columns = new Column[schema.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      Types.NestedField field = schema.columns().get(i);
      columns[i] = new Column(field, type.getType(i).asPrimitiveType(), limits);
    }
    // The last one, as it has memory that only close() gives back.
    this.compressor = PageCompression.of(properties, limits);
  }

  /**
   * Starts a data file of {@code table}, whose rows come in its order. It is made with its first
   * row group, or when it is closed; at once if another engine has added a column of a type that
   * our tables do not have, since Iceberg's own writer writes it then.
   *
   * @param to is not there
   * @param partition null in a table without partitions
   * @param properties those of the table, or others in their place: the sizes of row groups, pages
   *     and dictionaries, and the compression, whose level is that of zstd. Others of Parquet's,
   *     such as Bloom filters, are not kept to
   * @throws IllegalArgumentException if the table is encrypted by Parquet
   */
  public static DataWriter<Record> open(
      Table table,
      EncryptedOutputFile to,
      @Nullable StructLike partition,
      Map<String, String> properties)
      throws IOException {
    return open(table, to, table.spec(), partition, table.sortOrder(), properties);
  }

  /**
   * The same, where {@code partition} is one of {@code spec}, a present or past one, and rows come
   * in {@code order}.
   */
  public static DataWriter<Record> open(
      Table table,
      EncryptedOutputFile to,
      PartitionSpec spec,
      @Nullable StructLike partition,
      SortOrder order,
      Map<String, String> properties)
      throws IOException {
    if (to instanceof NativeEncryptionOutputFile) {
      throw new IllegalArgumentException(table.name() + " is encrypted");
    }
    if (table.schema().columns().stream().anyMatch(field -> !Column.canHold(field))) {
      return Parquet.writeData(to.encryptingOutputFile())
          .forTable(table)
          .setAll(properties)
          .createWriterFunc(GenericParquetWriter::create)
          .withSpec(spec)
          .withPartition(partition)
          .withSortOrder(order)
          .build();
    }
    return new DataWriter<>(
        new RowAppender(
            table.schema(), properties, MetricsConfig.forTable(table), to.encryptingOutputFile()),
        FileFormat.PARQUET,
        to.encryptingOutputFile().location(),
        spec,
        partition,
        to.keyMetadata(),
        order);
  }

  /**
   * Appends a row. After an exception the file cannot be finished.
   *
   * @throws IllegalArgumentException if a column cannot have its value
   */
  @Override
  public void add(Record row) {
    if (failed) {
      throw new IllegalStateException(to.location() + " failed before");
    }
    failed = true;
    try {
      if (pages == null) {
        pages = startGroup();
      }
      for (int i = 0; i < columns.length; i++) {
        columns[i].add(row.get(i));
      }
      rowsOfGroup++;
      if (rowsOfGroup % ROWS_BETWEEN_LOOKS == 0 && bytesOfGroup() >= groupBytes) {
        endGroup(pages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    failed = false;
  }

  private ColumnChunkPageWriteStore startGroup() {
    ColumnChunkPageWriteStore store =
        new ColumnChunkPageWriteStore(
            compressor, type, HeapByteBufferAllocator.getInstance(), BOUND_BYTES, true);
    // Parquet makes the list anew whenever it is asked.
    List<ColumnDescriptor> descriptors = type.getColumns();
    for (int i = 0; i < columns.length; i++) {
      columns[i].startGroup(store.getPageWriter(descriptors.get(i)));
    }
    rowsOfGroup = 0;
    return store;
  }

  private long bytesOfGroup() {
    return pages == null ? 0 : Arrays.stream(columns).mapToLong(Column::bytes).sum();
  }

  private void endGroup(ColumnChunkPageWriteStore store) throws IOException {
    for (Column column : columns) {
      column.endGroup();
    }
    ParquetFileWriter into = opened();
    into.startBlock(rowsOfGroup);
    store.flushToFileWriter(into);
    into.endBlock();
    store.close();
    pages = null;
  }

  private ParquetFileWriter opened() throws IOException {
    if (file == null) {
      file =
          new ParquetFileWriter(
              new IcebergTarget(to),
              type,
              ParquetFileWriter.Mode.CREATE,
              groupBytes,
              0,
              BOUND_BYTES,
              Integer.MAX_VALUE,
              true);
      file.start();
    }
    return file;
  }

  @Override
  public long length() {
    try {
      return closed ? length : (file == null ? 0 : file.getPos()) + bytesOfGroup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finishes the file, unless it failed. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean whole = !failed;
    failed = true;
    try {
      if (whole) {
        if (pages != null) {
          endGroup(pages);
        }
        ParquetFileWriter finished = opened();
        finished.end(keyValues);
        length = finished.getPos();
      }
    } finally {
      compressor.release();
      if (file != null) {
        file.close();
      }
    }
    failed = !whole;
  }

  private ParquetMetadata footer() {
    if (failed || file == null) {
      throw new IllegalStateException(to.location() + " is not finished");
    }
    return file.getFooter();
  }

  @Override
  public Metrics metrics() {
    return ParquetUtil.footerMetrics(
        footer(), Arrays.stream(columns).map(Column::metrics).flatMap(Optional::stream), metrics);
  }

  @Override
  public List<Long> splitOffsets() {
    return ParquetUtil.getSplitOffsets(footer());
  }
}
