/**
 * The windows of Tallybeam by Flink SQL, and what starts, watches and compares the two.
 *
 * <p>Uses nothing of Tallybeam but its tables, which it reads with Iceberg's own reader.
 */
package io.tallybeam.benchmark;
