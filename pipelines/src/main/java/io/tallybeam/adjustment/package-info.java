/**
 * What backfills changed of costs that were there, as rows that are only added to. It is read from
 * snapshots of the tables, so that any run can record what an earlier one did not.
 */
package io.tallybeam.adjustment;
