package io.tallybeam.table;

import io.tallybeam.event.Call;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.PartialFold;

/**
 * A table that is computed from calls.
 *
 * <p>The first part of every key is the tenant, by which a stream is divided into shards.
 *
 * @param <M> what is kept of each key
 */
public interface CallTable<M extends Measures<M>> extends WindowTable<M> {

  /** Measures of no calls. */
  M newMeasures();

  /** Adds one call of the window that starts at {@code windowStart}, under one key or several. */
  void fold(Call call, long windowStart, PartialFold<M> into);
}
