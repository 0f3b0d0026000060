/**
 * Made-up events for benchmarks and trials: each is a function of the seed and its number alone, so
 * that any worker makes any part and two runs make the same bytes.
 */
package io.tallybeam.generate;
