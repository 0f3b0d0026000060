package io.tallybeam.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of flat columns, into a Parquet file.
 *
 * <p>Iceberg's own writer takes a value from a row to its column by eight calls, and asks each
 * column behind every row whether its page is full. Here a column keeps its values until a page is
 * full and then encodes them all.
 */
public final class RowAppender implements FileAppender<Record> {

  /** After how many rows it is looked how large the row group is. */
  private static final int ROWS_BETWEEN_LOOKS = 256;

  private static final int BOUND_BYTES = 64;

  private final MessageType type;
  private final MetricsConfig metrics;
  private final long groupBytes;
  private final BytesInputCompressor compressor;
  private final ParquetFileWriter file;
  private final Column[] columns;
  private final Map<String, String> footer;
  private @Nullable ColumnChunkPageWriteStore pages;
  private long rowsOfGroup;
  private boolean closed;
  private long length;

  RowAppender(Schema schema, Map<String, String> properties, MetricsConfig metrics, OutputFile to)
      throws IOException {
    this.type = ParquetSchemaUtil.convert(schema, "table");
    this.metrics = metrics;
    this.groupBytes =
        PropertyUtil.propertyAsLong(
            properties,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
    this.footer = Map.of("iceberg.schema", SchemaParser.toJson(schema));
    PageLimits limits = PageLimits.of(properties);
    this.columns = new Column[schema.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      Types.NestedField field = schema.columns().get(i);
      columns[i] = new Column(field, type.getType(i).asPrimitiveType(), limits);
    }
    this.compressor = compressor(properties, limits);
    this.file =
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

  private static BytesInputCompressor compressor(
      Map<String, String> properties, PageLimits limits) {
    CompressionCodecName codec =
        CompressionCodecName.valueOf(
            properties
                .getOrDefault(
                    TableProperties.PARQUET_COMPRESSION,
                    TableProperties.PARQUET_COMPRESSION_DEFAULT_SINCE_1_4_0)
                .toUpperCase(Locale.ROOT));
    if (codec != CompressionCodecName.ZSTD) {
      return new CodecFactory(new Configuration(false), limits.bytes()).getCompressor(codec);
    }
    return new ZstdPages(
        PropertyUtil.propertyAsInt(
            properties, TableProperties.PARQUET_COMPRESSION_LEVEL, Zstd.defaultCompressionLevel()));
  }

  /**
   * Starts a data file of {@code table}.
   *
   * @param to is not there
   * @param properties those of the table, or others in their place; the sizes of row groups, pages
   *     and dictionaries are kept to, and the compression
   * @throws IllegalArgumentException if the table has a column of a type that ours do not have
   */
  public static DataWriter<Record> open(
      Table table, EncryptedOutputFile to, StructLike partition, Map<String, String> properties)
      throws IOException {
    return new DataWriter<>(
        new RowAppender(
            table.schema(), properties, MetricsConfig.forTable(table), to.encryptingOutputFile()),
        FileFormat.PARQUET,
        to.encryptingOutputFile().location(),
        table.spec(),
        partition,
        to.keyMetadata(),
        table.sortOrder());
  }

  @Override
  public void add(Record row) {
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
    file.startBlock(rowsOfGroup);
    store.flushToFileWriter(file);
    file.endBlock();
    store.close();
    pages = null;
  }

  @Override
  public long length() {
    try {
      return closed ? length : file.getPos() + bytesOfGroup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (pages != null) {
        endGroup(pages);
      }
      file.end(footer);
      length = file.getPos();
    } finally {
      compressor.release();
      file.close();
    }
  }

  @Override
  public Metrics metrics() {
    return ParquetUtil.footerMetrics(
        file.getFooter(),
        Arrays.stream(columns).map(Column::metrics).flatMap(Optional::stream),
        metrics);
  }

  @Override
  public List<Long> splitOffsets() {
    return ParquetUtil.getSplitOffsets(file.getFooter());
  }
}
