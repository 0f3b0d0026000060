/**
 * Streams through real servers that are killed meanwhile, and the comparison with the oracle.
 *
 * <p>{@code FaultsTest} runs some seeds; {@code benchmarks/run faults --seeds=50} as many as are
 * asked for.
 */
package io.tallybeam.faults;
