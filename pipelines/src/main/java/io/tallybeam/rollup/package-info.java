/**
 * Hours and days, merged from the committed windows.
 *
 * <p>A roll-up is a function of the metrics table alone: exact, because sums, counts and sketches
 * are stored, and therefore right whichever run wrote which window.
 */
package io.tallybeam.rollup;
