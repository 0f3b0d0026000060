/**
 * Folding a stream: when an event is late, what of an open window is kept, and what its rows are
 * each time it fires. Knows no source, no runner and no table of a catalog.
 */
package io.tallybeam.live;
