/**
 * Price books as options name them: their files, the rules of a run that prices by them, and the
 * book of a stream, which may change while it runs. For people {@code prices check} says what is in
 * a book and what is wrong with it, {@code prices explain} prices one call and shows every step.
 *
 * <p>What files mean is known in {@link io.tallybeam.book}, what a call costs in {@link
 * io.tallybeam.pricing}.
 */
package io.tallybeam.prices;
