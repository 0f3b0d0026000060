/**
 * Time: tumbling windows, ranges and sets of them, and the coarser periods that windows merge into.
 *
 * <p>All times are milliseconds since the epoch; ranges are half-open. Nothing here reads a clock.
 */
package io.tallybeam.window;
