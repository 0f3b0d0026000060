/**
 * Keeps the tables of a namespace healthy while others write to them: merges small files and
 * manifests, lets old snapshots go, and deletes files that nothing refers to.
 *
 * <p>Nothing here changes a row. Every commit is a replacement of files by files with the same
 * rows, or takes history away that nobody needs. Roll-ups and adjustments, which {@code maintain}
 * catches up with first, are made in {@link io.tallybeam.rollup} and {@link
 * io.tallybeam.adjustment}.
 */
package io.tallybeam.maintain;
