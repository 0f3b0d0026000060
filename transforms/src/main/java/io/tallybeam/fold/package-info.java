/**
 * The fused loop and what follows it: events in, packed partial rows out.
 *
 * <p>{@link io.tallybeam.fold.FoldCalls} parses events where they are read; {@link
 * io.tallybeam.fold.DeduplicateCalls} folds the calls that had to meet first. Merging is {@link
 * io.tallybeam.partial.PartialMerge}.
 */
package io.tallybeam.fold;
