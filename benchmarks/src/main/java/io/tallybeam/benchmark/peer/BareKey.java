package io.tallybeam.benchmark.peer;

/**
 * A row's key.
 *
 * @param window the number of the window since the epoch
 */
record BareKey(long window, String tenant, String provider, String model) {}
