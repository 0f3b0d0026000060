package io.tallybeam.measure;

import io.tallybeam.bytes.ByteWriter;

/**
 * What a table keeps of each of its keys, while rows are being made.
 *
 * @param <M> the measures themselves
 */
public interface Measures<M extends Measures<M>> {

  /** Adds {@code other} to this. Associative and commutative. */
  void merge(M other);

  /** Appends a canonical binary form: equal measures have equal bytes. */
  void write(ByteWriter out);
}
