package io.tallybeam.partial;

/**
 * Takes partial rows of a table.
 *
 * @param <M> the measures of the table
 */
@FunctionalInterface
public interface PartialSink<M> {

  /** Adds {@code measures}, which are not kept, to those of {@code key}. */
  void add(Key key, M measures);
}
