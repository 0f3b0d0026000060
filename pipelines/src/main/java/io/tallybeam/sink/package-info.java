/**
 * From packed partial rows to committed tables: data files first, then one atomic replacement a
 * table.
 *
 * <p>Nothing here knows a column beyond those that decide what is replaced.
 */
package io.tallybeam.sink;
