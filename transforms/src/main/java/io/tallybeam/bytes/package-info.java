/**
 * Growable byte buffers with varints, hashes of bytes, and the byte order mark. Nothing here knows
 * what the bytes mean.
 */
package io.tallybeam.bytes;
