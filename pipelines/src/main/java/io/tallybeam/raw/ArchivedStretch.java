package io.tallybeam.raw;

/**
 * From where to where a partition is archived.
 *
 * @param first the lowest offset in the names of its files
 * @param last the highest one
 */
public record ArchivedStretch(long first, long last) {

  ArchivedStretch with(ArchivedStretch other) {
    return new ArchivedStretch(Math.min(first, other.first), Math.max(last, other.last));
  }
}
