package io.tallybeam.benchmark.backfill;

/**
 * A peer's run in a round.
 *
 * @param peer whose
 * @param round from 1
 * @param use what it took
 * @param load the load average of the machine before it
 */
record Run(Peer peer, int round, Use use, double load) {}
