/**
 * What came too late to be counted: the windows that want a backfill, and the command lines for it.
 *
 * <p>Reads the dead letters of late events and writes nothing.
 */
package io.tallybeam.late;
