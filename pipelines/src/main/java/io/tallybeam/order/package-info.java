/** The order of what waits for a checkpoint. Knows nothing of what it is. */
package io.tallybeam.order;
