/**
 * Blocks on the local disk, for a runner that keeps every element in memory and for sorting. Knows
 * nothing of what they hold.
 */
package io.tallybeam.spill;
