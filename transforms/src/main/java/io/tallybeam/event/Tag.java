package io.tallybeam.event;

/**
 * A tag of a call.
 *
 * @param name not empty
 * @param weight its share of the call beside other tags, above zero; {@link #WHOLE} unless the
 *     event weighs its tags
 */
public record Tag(String name, long weight) {

  /** The weight of 1: weights are told to a millionth. */
  public static final long WHOLE = 1_000_000;

  /** The largest weight: a million. */
  public static final long MAX_WEIGHT = 1_000_000L * WHOLE;

  /** The most tags of a call. */
  public static final int MAX_TAGS = 32;
}
