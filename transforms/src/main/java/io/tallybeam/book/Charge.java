package io.tallybeam.book;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a call is charged for. Every token of a call is of exactly one charge. */
public enum Charge {
  /** Text of the prompt that no other charge holds. */
  INPUT(0, null),
  /** Prompt tokens that the provider's cache had. */
  CACHED_READ(1, INPUT),
  /** Prompt tokens written to the provider's cache for five minutes. */
  CACHE_WRITE_5M(2, INPUT),
  /** Prompt tokens written to the provider's cache for one hour. */
  CACHE_WRITE_1H(3, CACHE_WRITE_5M),
  /** Audio in the prompt. */
  AUDIO_INPUT(4, INPUT),
  /** Images in the prompt, in tokens. */
  IMAGE_INPUT(5, INPUT),
  /** Text of the answer that no other charge holds. */
  OUTPUT(6, null),
  /** Reasoning. */
  REASONING(7, OUTPUT),
  /** Audio in the answer. */
  AUDIO_OUTPUT(8, OUTPUT),
  /** Images in the answer, in tokens. */
  IMAGE_OUTPUT(9, OUTPUT),
  /** The call itself. */
  CALL(10, null),
  /** Web searches of the call. */
  SEARCH(11, null);

  private static final List<Charge> ALL = List.of(values());

  private final int index;
  private final Optional<Charge> substitute;

  Charge(int index, @Nullable Charge substitute) {
    this.index = index;
    this.substitute = Optional.ofNullable(substitute);
  }

  /** All charges, in order. */
  public static List<Charge> all() {
    return ALL;
  }

  /** Its place among {@link #all}. */
  public int index() {
    return index;
  }

  /** The charge whose rate holds where a book states none for this one. */
  public Optional<Charge> substitute() {
    return substitute;
  }

  /** Whether its rate is by the token; else it is by the call or search. */
  public boolean perToken() {
    return this != CALL && this != SEARCH;
  }

  /** Its name in a price book, such as {@code cached_read}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Charge> ofLabel(String label) {
    return Arrays.stream(values()).filter(charge -> charge.label().equals(label)).findFirst();
  }
}
