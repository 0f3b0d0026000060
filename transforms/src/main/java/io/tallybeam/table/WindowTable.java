package io.tallybeam.table;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.data.Record;

/**
 * A table whose rows belong to windows.
 *
 * <p>Stateless and serializable. Rows are written in the order of their keys, which is the order of
 * {@link #sortColumns}.
 *
 * @param <M> what is kept of each key
 */
public interface WindowTable<M extends Measures<M>> extends Serializable {

  /** The column that every table has and is partitioned by: the start of the row's window. */
  String WINDOW_START = "window_start";

  /** The name of the table in its namespace. */
  String name();

  /** The columns, in order. Never changes a column's id. */
  Schema schema();

  /** The columns that a key is made of, in order. */
  List<String> sortColumns();

  /** Reads measures as they wrote themselves. */
  M read(ByteReader in);

  /** Fills every column of {@code row}, a record of {@link #schema}. */
  void fill(Key key, M measures, Record row);

  /** Into how many shards of about equal size the keys may be divided; 1 for small tables. */
  default int shards(int wanted) {
    return wanted;
  }

  /** Partitioned by the day of the window's start, in UTC. */
  default PartitionSpec partitionSpec() {
    return PartitionSpec.builderFor(schema()).day(WINDOW_START).build();
  }

  /** Sorted by {@link #sortColumns}. */
  default SortOrder sortOrder() {
    SortOrder.Builder order = SortOrder.builderFor(schema());
    sortColumns().forEach(order::asc);
    return order.build();
  }
}
