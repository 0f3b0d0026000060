package io.tallybeam.parquet;

import java.util.Map;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/**
 * How large parts of a file become, by the properties of its table.
 *
 * @param rows the rows of a page, at most
 * @param bytes the bytes of a page, about
 * @param dictionaryBytes the bytes of a dictionary, at most
 */
record PageLimits(int rows, int bytes, int dictionaryBytes) {

  static PageLimits of(Map<String, String> properties) {
    return new PageLimits(
        PropertyUtil.propertyAsInt(
            properties,
            TableProperties.PARQUET_PAGE_ROW_LIMIT,
            TableProperties.PARQUET_PAGE_ROW_LIMIT_DEFAULT),
        PropertyUtil.propertyAsInt(
            properties,
            TableProperties.PARQUET_PAGE_SIZE_BYTES,
            TableProperties.PARQUET_PAGE_SIZE_BYTES_DEFAULT),
        PropertyUtil.propertyAsInt(
            properties,
            TableProperties.PARQUET_DICT_SIZE_BYTES,
            TableProperties.PARQUET_DICT_SIZE_BYTES_DEFAULT));
  }
}
