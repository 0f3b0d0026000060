/**
 * Backfills side by side: Tallybeam and its peers over the same files, in turn, checked against
 * each other and timed.
 *
 * <p>A {@link io.tallybeam.benchmark.backfill.Program} says what runs, a {@link
 * io.tallybeam.benchmark.backfill.Start} how it is started; adding a peer is adding a line in
 * {@link io.tallybeam.benchmark.backfill.Peers}.
 */
package io.tallybeam.benchmark.backfill;
