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
  PRIORITY,
  /** One that no book states; the standard price, which may be wrong. */
  OTHER;

  /** The service of an event that says {@code sent}, in any case; empty if it says nothing. */
  public static ServiceTier sent(String sent) {
    if (sent.isEmpty()) {
      return STANDARD;
    }
    return switch (sent.toLowerCase(Locale.ROOT)) {
      case "standard", "default", "auto", "on_demand", "on-demand" -> STANDARD;
      case "batch" -> BATCH;
      case "flex" -> FLEX;
      case "priority" -> PRIORITY;
      default -> OTHER;
    };
  }

  /** Its name in a price book, such as {@code batch}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
