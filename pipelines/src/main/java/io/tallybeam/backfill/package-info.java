/**
 * The backfill: archived events to exact windows, replaced atomically. The graph is in one file.
 */
package io.tallybeam.backfill;
