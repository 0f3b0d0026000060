/**
 * Windows of a stream: what is held of them in state, when they fire, and the data files that a
 * firing writes. Nothing is committed here.
 */
package io.tallybeam.firing;
