package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prices, and since and until when they hold. Immutable.
 *
 * <p>A call is priced by the entry in force at its event time that the first of its names leads to;
 * a name that an entry gives as a whole comes before one that an entry gives by its beginning, also
 * a later name that begins so and goes on, and of beginnings the longest counts. An entry without a
 * provider is for what models are called: not for names that begin with a provider which is called
 * alike.
 */
public final class PriceBook implements Serializable {

  private static final long serialVersionUID = 1;

  /** A book without prices, in which every call is unpriced. */
  public static final PriceBook EMPTY = new PriceBook(List.of());

  private final Map<String, Timeline> byName;
  private final Map<String, Timeline> byPrefix;

  /** The prefixes of {@link #byPrefix}, the longest first. */
  private final List<String> prefixes;

  /** A book of entries of which no two of one name are in force at the same time. */
  PriceBook(Collection<PriceEntry> entries) {
    byName = timelines(entries.stream().filter(entry -> !entry.isPattern()).toList());
    byPrefix = timelines(entries.stream().filter(PriceEntry::isPattern).toList());
    prefixes =
        byPrefix.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .collect(Collectors.toUnmodifiableList());
  }

  private static Map<String, Timeline> timelines(Collection<PriceEntry> entries) {
    Map<String, List<PriceEntry>> grouped =
        entries.stream()
            .collect(Collectors.groupingBy(entry -> entry.name().replace(PriceEntry.WILDCARD, "")));
    Map<String, Timeline> timelines = new HashMap<>();
    grouped.forEach((name, list) -> timelines.put(name, new Timeline(list)));
    return timelines;
  }

  /**
   * What the book says of a call.
   *
   * @param provider empty if the call names none
   * @param region empty if the call names none
   * @param time the event time, in ms since the epoch
   */
  public Match find(String provider, String region, String model, long time) {
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    boolean known = false;
    List<ModelNames.Name> names = ModelNames.of(provider, region, model);
    for (int i = 0; i < names.size(); i++) {
      for (Candidate candidate : candidates(names.subList(i, names.size()))) {
        ModelNames.Name name = candidate.name();
        Timeline timeline = candidate.timeline();
        TimeRange around = timeline.around(time);
        from = Math.max(from, around.from());
        to = Math.min(to, around.to());
        known = true;
        Optional<PriceEntry> entry = timeline.at(time);
        if (entry.isPresent()) {
          int fallbacks =
              name.fallbacks() | otherProvider(entry.get(), provider) | unusedRule(entry.get());
          return new Match(
              entry, true, name.text(), name.rule(), fallbacks, new TimeRange(from, to));
        }
      }
    }
    return new Match(Optional.empty(), known, "", MatchRule.MODEL, 0, new TimeRange(from, to));
  }

  /** Entries that a name leads to. */
  private record Candidate(ModelNames.Name name, Timeline timeline) {}

  /**
   * Those of the first of {@code names}; where it is found by its beginning, those of others too.
   */
  private List<Candidate> candidates(List<ModelNames.Name> names) {
    List<Candidate> candidates = new ArrayList<>();
    addExact(names.get(0), candidates);
    for (String prefix : prefixes) {
      if (names.get(0).beginsWith(prefix)) {
        names.stream()
            .skip(1)
            .filter(name -> name.beginsWith(prefix) && name.text().length() > prefix.length())
            .forEach(name -> addExact(name, candidates));
        candidates.add(new Candidate(names.get(0), byPrefix.get(prefix)));
      }
    }
    return candidates;
  }

  private void addExact(ModelNames.Name name, List<Candidate> candidates) {
    Timeline exact = byName.get(name.text());
    if (exact != null) {
      candidates.add(new Candidate(name, exact));
    }
  }

  private static int otherProvider(PriceEntry entry, String provider) {
    boolean same =
        entry.provider().isEmpty()
            || ModelNames.lowerCase(entry.provider()).equals(ModelNames.lowerCase(provider));
    return same ? 0 : Fallback.OTHER_PROVIDER.bit();
  }

  private static int unusedRule(PriceEntry entry) {
    return entry.hasUnusedRule() ? Fallback.UNUSED_RULE.bit() : 0;
  }

  /** The names that a call is looked up by, in order, until the one that leads to an entry. */
  public List<String> namesTried(String provider, String region, String model, long time) {
    String found = find(provider, region, model, time).name();
    List<String> names =
        ModelNames.of(provider, region, model).stream().map(ModelNames.Name::text).toList();
    int last = names.indexOf(found);
    return last < 0 ? names : names.subList(0, last + 1);
  }

  /** Whether it has no price at all. */
  public boolean isEmpty() {
    return byName.isEmpty() && byPrefix.isEmpty();
  }

  /** All names of entries, patterns with their {@code *}, sorted. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(byName.keySet());
    prefixes.forEach(prefix -> names.add(prefix + PriceEntry.WILDCARD));
    return names;
  }

  /** The entries of a name, in order of time. */
  public List<PriceEntry> history(String name) {
    return (name.endsWith(PriceEntry.WILDCARD)
            ? byPrefix.getOrDefault(name.substring(0, name.length() - 1), Timeline.NONE)
            : byName.getOrDefault(name, Timeline.NONE))
        .entries();
  }
}
