package io.tallybeam.pricing;

import static io.tallybeam.book.Charge.AUDIO_INPUT;
import static io.tallybeam.book.Charge.AUDIO_OUTPUT;
import static io.tallybeam.book.Charge.CACHED_READ;
import static io.tallybeam.book.Charge.CACHE_WRITE_1H;
import static io.tallybeam.book.Charge.CACHE_WRITE_5M;
import static io.tallybeam.book.Charge.CALL;
import static io.tallybeam.book.Charge.IMAGE_INPUT;
import static io.tallybeam.book.Charge.IMAGE_OUTPUT;
import static io.tallybeam.book.Charge.INPUT;
import static io.tallybeam.book.Charge.OUTPUT;
import static io.tallybeam.book.Charge.REASONING;
import static io.tallybeam.book.Charge.SEARCH;

import io.tallybeam.book.Charge;
import io.tallybeam.book.Fallback;

/**
 * Divides the tokens of a call among charges, each to one, however the producer counts. Mutable,
 * for the hot loop.
 */
final class TokenSplit {

  private static final Charge[] DETAILS = {
    CACHED_READ,
    CACHE_WRITE_5M,
    CACHE_WRITE_1H,
    AUDIO_INPUT,
    IMAGE_INPUT,
    REASONING,
    AUDIO_OUTPUT,
    IMAGE_OUTPUT,
    SEARCH
  };

  private final long[] units = new long[Charge.all().size()];
  private long prompt;
  private long answer;
  private int fallbacks;
  private boolean used;

  /** Divides a call; false if it gives no token count. */
  boolean of(CallUsage call) {
    boolean any = call.gives(INPUT) || call.gives(OUTPUT);
    for (Charge detail : DETAILS) {
      units[detail.index()] = call.given(detail);
      any |= detail.perToken() && call.gives(detail);
    }
    units[CALL.index()] = 1;
    fallbacks = call.gives(INPUT) && call.gives(OUTPUT) ? 0 : Fallback.COUNT_MISSING.bit();
    long cache = units(CACHED_READ) + units(CACHE_WRITE_5M) + units(CACHE_WRITE_1H);
    long media = units(AUDIO_INPUT) + units(IMAGE_INPUT);
    long details = units(REASONING) + units(AUDIO_OUTPUT) + units(IMAGE_OUTPUT);
    boolean own = call.counting() == Counting.EXCLUSIVE;
    boolean reasoned = call.counting() != Counting.REASONING_EXCLUSIVE;
    long answerInTotal = own ? 0 : reasoned ? details : details - units(REASONING);
    // Without a total the prompt is what its details say, and there is no more text.
    boolean total = call.gives(INPUT);
    long cacheInTotal = own || call.counting() == Counting.CACHE_EXCLUSIVE ? 0 : cache;
    long mediaInTotal = own ? 0 : media;
    // A total below what it should hold is no smaller prompt: its tier is that of all its tokens.
    prompt =
        total
            ? Math.max(call.given(INPUT), cacheInTotal + mediaInTotal)
                + (cache - cacheInTotal)
                + (media - mediaInTotal)
            : cache + media;
    units[INPUT.index()] = total ? rest(call.given(INPUT), cacheInTotal + mediaInTotal) : 0;
    units[OUTPUT.index()] = call.gives(OUTPUT) ? rest(call.given(OUTPUT), answerInTotal) : 0;
    answer = units(OUTPUT) + details;
    used = prompt + answer + units(SEARCH) > 0;
    return any;
  }

  private long rest(long total, long details) {
    if (details > total) {
      fallbacks |= Fallback.COUNTS_DISAGREE.bit();
      return 0;
    }
    return total - details;
  }

  /** How many tokens, calls or searches are of a charge. */
  long units(Charge charge) {
    return units[charge.index()];
  }

  /** All tokens of the prompt, cached ones included. */
  long prompt() {
    return prompt;
  }

  /** All tokens of the answer, reasoning included. */
  long answer() {
    return answer;
  }

  /** Whether there is any token, or search. */
  boolean isUsed() {
    return used;
  }

  /** Bits of {@link Fallback}. */
  int fallbacks() {
    return fallbacks;
  }
}
