/**
 * Hours, days and months of every table of calls, merged from committed rows of shorter periods;
 * which of them are stale; and when a stream refreshes them.
 *
 * <p>A roll-up is a function of what it is made from alone: exact, because sums, counts and
 * sketches are stored, and therefore right whichever run wrote which window. Nothing here reads an
 * event.
 */
package io.tallybeam.rollup;
