/**
 * Keeps the tables of a namespace healthy while others write to them: merges small files, lets old
 * snapshots go, and deletes files that nothing refers to.
 *
 * <p>Nothing here changes a row. Every commit is a replacement of files by files with the same
 * rows, or takes history away that nobody needs.
 */
package io.tallybeam.maintain;
