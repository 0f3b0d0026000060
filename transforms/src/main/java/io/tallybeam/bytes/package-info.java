/** Growable byte buffers with varints. They know nothing of their content. */
package io.tallybeam.bytes;
