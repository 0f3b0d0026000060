package io.tallybeam.book;

/** By which of its names a call was found in a price book, the most specific first. */
public enum MatchRule {
  /** {@code provider/region/model}. */
  PROVIDER_REGION_MODEL,
  /** {@code provider/model}. */
  PROVIDER_MODEL,
  /** {@code model}, as the call gives it. */
  MODEL
}
