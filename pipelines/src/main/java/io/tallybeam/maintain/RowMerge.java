package io.tallybeam.maintain;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterator;

/** Merges sorted runs into one; holds one row of each. */
final class RowMerge {

  private RowMerge() {}

  /** Gives every row of {@code runs} to {@code to}, in {@code order}. */
  static void merge(Table table, Comparator<StructLike> order, List<SortedRun> runs, RowSink to)
      throws IOException {
    PriorityQueue<Cursor> heads = new PriorityQueue<>(Cursor.by(order));
    List<Cursor> opened = new ArrayList<>();
    try {
      for (SortedRun run : runs) {
        Cursor cursor = new Cursor(table, run);
        opened.add(cursor);
        if (cursor.advance()) {
          heads.add(cursor);
        }
      }
      while (!heads.isEmpty()) {
        Cursor first = heads.poll();
        to.write(first.row);
        if (first.advance()) {
          heads.add(first);
        }
      }
    } finally {
      for (Cursor cursor : opened) {
        cursor.close();
      }
    }
  }

  private static final class Cursor implements Closeable {

    private final CloseableIterator<Record> rows;
    private final InternalRecordWrapper comparable;
    private Record row;

    Cursor(Table table, SortedRun run) {
      this.rows = run.rows().get().iterator();
      this.comparable = new InternalRecordWrapper(table.schema().asStruct());
    }

    static Comparator<Cursor> by(Comparator<StructLike> order) {
      return (one, other) -> order.compare(one.comparable, other.comparable);
    }

    boolean advance() {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      comparable.wrap(row);
      return true;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
