/** What backfills changed of costs that were there, as rows that are only added to. */
package io.tallybeam.adjustment;
