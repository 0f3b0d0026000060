package io.tallybeam.benchmark.backfill;

/**
 * What a run took.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds of user and system, of all its processes
 * @param peakMebibytes the most that was resident, of all its processes together
 * @param heapMebibytes the most that was left of a heap by a collection; 0 where nothing was logged
 */
record Use(double wallSeconds, double cpuSeconds, long peakMebibytes, long heapMebibytes) {}
