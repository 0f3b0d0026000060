/** Blocks on the local disk, for a runner that keeps every element in memory. */
package io.tallybeam.spill;
