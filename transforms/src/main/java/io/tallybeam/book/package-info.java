/**
 * What prices there are: entries with the time they are in force, the files that hold them, what is
 * wrong with these, and which entry a call's names lead to.
 *
 * <p>Rates are decimals, from the text of a file on. What a call costs at an entry is worked out in
 * {@link io.tallybeam.pricing}. Reads bytes, never files.
 */
package io.tallybeam.book;
