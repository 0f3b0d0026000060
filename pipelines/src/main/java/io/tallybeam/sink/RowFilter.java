package io.tallybeam.sink;

import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/** Which rows of the windows of a {@link Scope} are meant. Windows are given by their starts. */
interface RowFilter {

  /** All of them. */
  RowFilter ALL =
      new RowFilter() {
        @Override
        public boolean contains(Record row) {
          return true;
        }

        @Override
        public boolean containsAll(DataFile file, Schema schema, long first, long last) {
          return true;
        }

        @Override
        public boolean mayContain(DataFile file, long first, long last) {
          return true;
        }
      };

  /** Whether {@code row}, which is of one of the windows, is meant. */
  boolean contains(Record row);

  /** Whether all rows of {@code file}, of windows from {@code first} to {@code last}, are meant. */
  boolean containsAll(DataFile file, Schema schema, long first, long last);

  /** Whether a row of {@code file}, of windows from {@code first} to {@code last}, may be meant. */
  boolean mayContain(DataFile file, long first, long last);
}
