package io.tallybeam.pricing;

import java.util.Locale;

/** Why the price book gives no cost. */
public enum UnpricedReason {
  /** It does. */
  NONE,
  /** No entry has any name of the model. */
  UNKNOWN_MODEL,
  /** The entries of the model are for other times. */
  NOT_IN_FORCE,
  /** The entry states no rate for tokens or searches of the call, nor one to fall back to. */
  NO_RATE,
  /** The call gives no token count, or reports a cost and gives zeros only. */
  NO_TOKENS;

  /** Its name in tables and texts, such as {@code unknown_model}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
