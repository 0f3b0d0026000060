package io.tallybeam.live;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.Arrays;

/** The rows of a table in a window that fires again, each with its revision. */
public final class RevisedRows {

  /**
   * Takes the rows in ascending order.
   *
   * @param <M> the measures of the table
   */
  @FunctionalInterface
  public interface Output<M> {
    /** One row. */
    void row(Key key, M measures, int revision) throws IOException;
  }

  private RevisedRows() {}

  /**
   * Gives every row of {@code now}, and counts one more revision for each that was different
   * before.
   *
   * @param before the contents when the window fired last
   * @param revisions of the window; brought up to date
   */
  public static <M extends Measures<M>> void forEach(
      WindowTable<M> table,
      WindowContents now,
      WindowContents before,
      Revisions revisions,
      Output<M> output)
      throws IOException {
    String name = table.name();
    try (PartialMerge<M> rows =
            new PartialMerge<>(now.blocks(name), BlockStore.INLINE, table::read);
        PartialMerge<M> old =
            new PartialMerge<>(before.blocks(name), BlockStore.INLINE, table::read)) {
      boolean more = old.next();
      while (rows.next()) {
        while (more && old.key().compareTo(rows.key()) < 0) {
          more = old.next();
        }
        if (more && old.key().equals(rows.key()) && !equal(old.measures(), rows.measures())) {
          revisions.add(name, rows.key());
        }
        output.row(rows.key(), rows.measures(), revisions.of(name, rows.key()));
      }
    }
  }

  private static <M extends Measures<M>> boolean equal(M one, M other) {
    ByteWriter first = new ByteWriter(256);
    ByteWriter second = new ByteWriter(256);
    one.write(first);
    other.write(second);
    return Arrays.equals(first.array(), 0, first.size(), second.array(), 0, second.size());
  }
}
