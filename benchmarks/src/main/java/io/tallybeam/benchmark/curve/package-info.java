/** The picture of what backfills took, against the number of events and of keys. */
package io.tallybeam.benchmark.curve;
