package io.tallybeam.sink;

import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SortedMerge;

/** Compares rows of a table by an order of it; without one all are alike. For one thread. */
public final class RowOrder implements Comparator<Record> {

  private final Comparator<StructLike> order;
  private final InternalRecordWrapper one;
  private final InternalRecordWrapper other;

  /** The order {@code by} of rows that have the columns of {@code table}. */
  public RowOrder(Table table, SortOrder by) {
    // Rows are alike in their size too.
    this.order =
        by.isSorted()
            ? SortOrderComparators.forSchema(table.schema(), by)
            : Comparator.comparingInt(StructLike::size);
    this.one = new InternalRecordWrapper(table.schema().asStruct());
    this.other = new InternalRecordWrapper(table.schema().asStruct());
  }

  @Override
  public int compare(Record row, Record than) {
    return order.compare(one.wrap(row), other.wrap(than));
  }

  /** Merges {@code runs}, each of which has this order; holds about one row of each. */
  public CloseableIterable<Record> merge(List<CloseableIterable<Record>> runs) {
    // A merge does not close runs in which it found no row, nor those opened before one that fails.
    return CloseableIterable.combine(
        new SortedMerge<>(this, runs),
        () -> {
          for (CloseableIterable<Record> run : runs) {
            run.close();
          }
        });
  }
}
