package io.tallybeam.book;

import java.util.List;
import java.util.Locale;

/** Where a price is not exactly what a book states for a call, and may be wrong. */
public enum Fallback {
  /** The entry is of another provider than the call, or the call names none. */
  OTHER_PROVIDER(1 << 0),
  /** The entry is of the model without a prefix, such as {@code models/} or {@code us.}. */
  STRIPPED_PREFIX(1 << 1),
  /** The entry is of the model without a version, such as {@code -20250929} or {@code -v1:0}. */
  STRIPPED_SUFFIX(1 << 2),
  /** The rate is that of another class of tokens, such as input for cached reads. */
  OTHER_CHARGE(1 << 3),
  /** The rate is that of shorter prompts, as the tier states none. */
  LOWER_TIER(1 << 4),
  /** The rate is the standard one, or half of it for a batch, as the service's is not stated. */
  STANDARD_SERVICE(1 << 5),
  /** More tokens are said to be cached, audio, images or reasoning than there are. */
  COUNTS_DISAGREE(1 << 6),
  /** The call gives no count of input tokens, or none of output tokens. */
  COUNT_MISSING(1 << 7),
  /** The entry has a rule that is not used, such as other prices at some hours of the day. */
  UNUSED_RULE(1 << 8),
  /** The model makes images, and the call counts none: its answer is priced as text. */
  IMAGES_AS_TEXT(1 << 9);

  private static final List<Fallback> ALL = List.of(values());

  private final int bit;

  Fallback(int bit) {
    this.bit = bit;
  }

  /** The bit that stands for it in a set of fallbacks. */
  public int bit() {
    return bit;
  }

  /** Those whose bits are in {@code set}, in order. */
  public static List<Fallback> in(int set) {
    return ALL.stream().filter(fallback -> (set & fallback.bit) != 0).toList();
  }

  /** Its name in tables and texts, such as {@code other_provider}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
