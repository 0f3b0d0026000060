/**
 * What starts and watches Tallybeam and its peers, and how much they use.
 *
 * <p>Uses nothing of Tallybeam but its command line and its tables, which it reads with Iceberg's
 * own reader.
 */
package io.tallybeam.benchmark;
