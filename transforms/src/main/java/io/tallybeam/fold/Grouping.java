package io.tallybeam.fold;

import io.tallybeam.partial.Key;
import io.tallybeam.table.WindowTable;

/** Which rows of a table are merged together. */
public interface Grouping {

  /** All rows of a table. */
  Grouping NONE =
      new Grouping() {
        @Override
        public long spanStart(Key key) {
          return 0;
        }

        @Override
        public int shard(WindowTable<?> table, Key key) {
          return 0;
        }
      };

  /** The start of the span that rows of {@code key} are written in. */
  long spanStart(Key key);

  /** The shard of {@code table} that holds {@code key}. */
  int shard(WindowTable<?> table, Key key);
}
