/**
 * Archived NDJSON files: which there are, how they are cut into slices, and the lines of a slice.
 *
 * <p>Here lives the reading of bytes, plain or compressed, from any file system that Beam knows. A
 * fault that a user can mend is an {@link io.tallybeam.archive.InputException}. Nothing here knows
 * what a line says, and there are no transforms.
 */
package io.tallybeam.archive;
