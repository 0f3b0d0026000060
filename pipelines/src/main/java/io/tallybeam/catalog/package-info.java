/**
 * Where tables live: catalogs by their properties, and the Iceberg tables of ours in them.
 *
 * <p>Here tables are opened, created and checked. Nothing here writes rows.
 */
package io.tallybeam.catalog;
