package io.tallybeam.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what may not be meant in the history of prices: gaps, jumps, models that end, entries that
 * another one hides, and large prompts that cost nothing.
 */
final class Doubts {

  private final List<Finding> findings = new ArrayList<>();

  /** The names that end, by the time they end at. */
  private final Map<Long, List<PriceEntry>> ended = new LinkedHashMap<>();

  private Doubts() {}

  static List<Finding> about(PriceBook book) {
    Doubts doubts = new Doubts();
    for (String name : book.names()) {
      doubts.add(book.history(name));
      book.history(name).forEach(doubts::addFreeTiers);
      doubts.addHidden(name, book);
      doubts.addHiddenByPattern(name, book);
    }
    doubts.ended.forEach(doubts::addEnded);
    return doubts.findings;
  }

  private void add(List<PriceEntry> history) {
    PriceEntry before = history.get(0);
    for (PriceEntry after : history.subList(1, history.size())) {
      if (before.effective().to() < after.effective().from()) {
        findings.add(
            Finding.warning(
                after.file(),
                after.name(),
                "a gap: unpriced from "
                    + BookTime.text(before.effective().to())
                    + " to "
                    + BookTime.text(after.effective().from())));
      }
      for (RateChange change : RateChange.between(before, after)) {
        if (change.isJump()) {
          findings.add(
              Finding.warning(
                  after.file(),
                  after.name(),
                  "10 times or more since " + before.version() + ": " + change));
        }
      }
      before = after;
    }
    if (before.effective().to() != Long.MAX_VALUE) {
      ended.computeIfAbsent(before.effective().to(), to -> new ArrayList<>()).add(before);
    }
  }

  /** What costs below a size of prompt costs above it. */
  private void addFreeTiers(PriceEntry entry) {
    PromptTier base = entry.tiers().get(0);
    for (PromptTier tier : entry.tiers().subList(1, entry.tiers().size())) {
      for (Charge charge : Charge.all()) {
        boolean free = tier.rate(ServiceTier.STANDARD, charge).filter(Doubts::isZero).isPresent();
        if (free && base.rate(ServiceTier.STANDARD, charge).filter(r -> !isZero(r)).isPresent()) {
          findings.add(
              Finding.warning(
                  entry.file(),
                  entry.name(),
                  "free above " + tier.above() + " tokens, and not below: " + charge.label()));
        }
      }
    }
  }

  private static boolean isZero(BigDecimal rate) {
    return rate.signum() == 0;
  }

  /** A call's provider comes first, so that an entry without one in its name may never be used. */
  private void addHidden(String name, PriceBook book) {
    for (PriceEntry entry : book.history(name)) {
      String prefix = ModelNames.lowerCase(entry.provider()) + "/";
      if (!ModelNames.lowerCase(name).startsWith(prefix)) {
        continue;
      }
      for (PriceEntry general : book.history(name.substring(prefix.length()))) {
        if (entry.isInForceWith(general)) {
          findings.add(Finding.note(entry.file(), name, "is used before " + general.place()));
        }
      }
    }
  }

  /** What a map lists under the model alone, the pattern of its provider prices before it. */
  private void addHiddenByPattern(String pattern, PriceBook book) {
    for (PriceEntry entry : book.history(pattern)) {
      if (!entry.isPattern() || entry.provider().isEmpty()) {
        continue;
      }
      String beginning = ModelNames.lowerCase(entry.provider()) + "/";
      String name = pattern.substring(0, pattern.length() - PriceEntry.WILDCARD.length());
      List<String> hidden =
          book.names().stream()
              .filter(exact -> !exact.endsWith(PriceEntry.WILDCARD))
              .filter(exact -> (beginning + exact).startsWith(name))
              .filter(exact -> book.history(exact).stream().anyMatch(entry::isInForceWith))
              .toList();
      if (!hidden.isEmpty()) {
        findings.add(
            Finding.warning(
                entry.file(),
                pattern,
                "is used before entries of that provider that give the model as a whole: "
                    + String.join(", ", hidden)));
      }
    }
  }

  private void addEnded(long to, List<PriceEntry> entries) {
    Map<String, List<String>> byFile = new LinkedHashMap<>();
    entries.forEach(
        entry -> byFile.computeIfAbsent(entry.file(), f -> new ArrayList<>()).add(entry.name()));
    byFile.forEach(
        (file, names) ->
            findings.add(
                Finding.note(
                    file,
                    "",
                    "no price from " + BookTime.text(to) + " on: " + String.join(", ", names))));
  }
}
