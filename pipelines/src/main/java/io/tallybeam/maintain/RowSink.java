package io.tallybeam.maintain;

import java.io.IOException;
import org.apache.iceberg.data.Record;

/** Takes rows. */
@FunctionalInterface
interface RowSink {

  /** Takes one more row. */
  void write(Record row) throws IOException;
}
