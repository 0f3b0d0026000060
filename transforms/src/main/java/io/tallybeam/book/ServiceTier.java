package io.tallybeam.book;

import java.util.Locale;

/** The service that a call was bought at. */
public enum ServiceTier {
  /** On demand. */
  STANDARD,
  /** Answered within a day or so; half price where a book states none. */
  BATCH,
  /** Slower; the standard price where a book states none. */
  FLEX,
  /** Faster; the standard price where a book states none. */
  PRIORITY;

  /** Its name in a price book, such as {@code batch}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
