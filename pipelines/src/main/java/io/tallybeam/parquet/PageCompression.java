package io.tallybeam.parquet;

import com.github.luben.zstd.Zstd;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How pages are compressed, by the properties of their table. */
final class PageCompression {

  private PageCompression() {}

  /** Zstd by ourselves, any other by Parquet's own compressors. */
  static BytesInputCompressor of(Map<String, String> properties, PageLimits limits) {
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
}
