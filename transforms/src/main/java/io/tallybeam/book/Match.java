package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.util.Optional;

/**
 * What a price book says of a model at a time.
 *
 * @param entry the entry in force, if there is one
 * @param known whether the book has an entry for the model, be it for another time
 * @param name the name that it was found by; empty without an entry
 * @param rule which of the call's names that is; of no meaning without an entry
 * @param fallbacks bits of {@link Fallback}
 * @param valid for calls of which times the same holds
 */
public record Match(
    Optional<PriceEntry> entry,
    boolean known,
    String name,
    MatchRule rule,
    int fallbacks,
    TimeRange valid) {}
