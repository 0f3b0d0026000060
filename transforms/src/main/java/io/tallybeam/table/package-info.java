/**
 * The output tables: one class each, with its key, its measures, its Iceberg schema and its rows.
 *
 * <p>Adding a table is adding a class here and a line in {@link io.tallybeam.table.Tables}. No
 * other place knows a table's columns.
 */
package io.tallybeam.table;
