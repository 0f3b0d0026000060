/**
 * Price books for people: {@code prices check} says what is in one and what is wrong with it,
 * {@code prices explain} prices one call and shows every step.
 *
 * <p>Reads the files of a book; what they mean is known in {@link io.tallybeam.book}, what a call
 * costs in {@link io.tallybeam.pricing}.
 */
package io.tallybeam.prices;
