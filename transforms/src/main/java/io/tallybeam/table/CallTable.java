package io.tallybeam.table;

import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialSink;
import io.tallybeam.window.Period;
import org.apache.iceberg.data.Record;

/**
 * A table that is computed from calls, or from the rows of a table of the same kind and of shorter
 * periods.
 *
 * <p>The first part of every key is the tenant, by which a stream is divided into shards.
 *
 * @param <M> what is kept of each key
 */
public interface CallTable<M extends Measures<M>> extends WindowTable<M> {

  /** The column of how often a row was corrected. */
  String REVISION = "revision";

  /** What a row covers: a tumbling window, an hour, a day or a month. */
  Period period();

  /** The beginning of the names of its roll-ups. */
  String family();

  /** The table of the same kind that is named {@code name} and covers {@code period}. */
  CallTable<M> over(String name, Period period);

  /** Its roll-up over {@code period}. */
  default CallTable<M> rolledUp(Period period) {
    return over(RollUpName.of(family(), period), period);
  }

  /** Measures of no calls. */
  M newMeasures();

  /** Adds calls of the window that starts at {@code windowStart}, under one key or several. */
  void fold(CallSums calls, long windowStart, PartialSink<M> into);

  /**
   * Adds a row of this or a finer table of the kind to the key of the period it lies in.
   *
   * @param row a record of {@link #schema}
   */
  void merge(Record row, PartialFold<M> into);
}
