/**
 * Exact, mergeable sums over calls: counts, wide integer sums and latency bins.
 *
 * <p>Merging is addition: associative, commutative and without rounding, so that the order in which
 * calls are added never shows. No floating-point sums may live here.
 */
package io.tallybeam.measure;
