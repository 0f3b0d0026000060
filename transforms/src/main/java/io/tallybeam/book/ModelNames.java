package io.tallybeam.book;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that a call is looked up by, in order.
 *
 * <p>First the model as it is sent, then without its first prefixes ({@code models/}, {@code
 * bedrock/us-east-1/}, {@code us.}, {@code eu.}, {@code apac.}, {@code global.}); then all of these
 * without {@code -v1:0}, then also without {@code @date}, then also without {@code -YYYYMMDD}. Each
 * of these as {@code provider/region/model}, {@code provider/model} and {@code model}, provider and
 * region in small letters and as they are sent.
 */
final class ModelNames {

  /** No real model has more; the text of a call is anybody's. */
  private static final int MAX_PREFIXES = 3;

  private static final Pattern GEOGRAPHY = Pattern.compile("(?:us|eu|apac|global)\\.(.+)");
  private static final List<Pattern> SUFFIXES =
      List.of(
          Pattern.compile("(.+)-v\\d{1,3}(?::\\d{1,3})?"),
          Pattern.compile("(.+)@[^@/]+"),
          Pattern.compile("(.+)-\\d{8}"));

  private ModelNames() {}

  /**
   * A name to look for.
   *
   * @param text the name
   * @param qualifier how many characters of it are provider, region and their slashes
   * @param rule which of a call's names it is
   * @param fallbacks bits of {@link Fallback} for what was stripped
   */
  record Name(String text, int qualifier, MatchRule rule, int fallbacks) {

    /**
     * Whether an entry of all names that begin with {@code prefix} is for this one: it has to name
     * the provider and the region itself, if the name has them.
     */
    boolean beginsWith(String prefix) {
      return prefix.length() >= qualifier && text.startsWith(prefix);
    }
  }

  static List<Name> of(String provider, String region, String model) {
    Map<String, Integer> models = new LinkedHashMap<>();
    List<String> prefixes = withoutPrefixes(model);
    add(prefixes, 0, models);
    List<String> shorter = prefixes;
    for (Pattern suffix : SUFFIXES) {
      shorter = shorter.stream().map(name -> without(suffix, name)).toList();
      add(shorter, Fallback.STRIPPED_SUFFIX.bit(), models);
    }
    List<Name> names = new ArrayList<>();
    models.forEach((name, fallbacks) -> add(provider, region, name, fallbacks, names));
    return names;
  }

  /** As entries name a provider or a region, whoever calls it what. */
  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void add(List<String> names, int fallbacks, Map<String, Integer> models) {
    for (int i = 0; i < names.size(); i++) {
      int stripped = i == 0 ? 0 : Fallback.STRIPPED_PREFIX.bit();
      models.putIfAbsent(names.get(i), fallbacks | stripped);
    }
  }

  private static void add(
      String provider, String region, String model, int fallbacks, List<Name> names) {
    if (!provider.isEmpty()) {
      if (!region.isEmpty()) {
        String place = provider + "/" + region + "/";
        add(place, model, MatchRule.PROVIDER_REGION_MODEL, fallbacks, names);
      }
      add(provider + "/", model, MatchRule.PROVIDER_MODEL, fallbacks, names);
    }
    names.add(new Name(model, 0, MatchRule.MODEL, fallbacks));
  }

  /** In small letters, as entries have it that name a provider; then as it is sent. */
  private static void add(
      String qualifier, String model, MatchRule rule, int fallbacks, List<Name> names) {
    Stream.of(lowerCase(qualifier), qualifier)
        .distinct()
        .forEach(before -> names.add(new Name(before + model, before.length(), rule, fallbacks)));
  }

  private static List<String> withoutPrefixes(String model) {
    List<String> names = new ArrayList<>();
    names.add(model);
    String rest = model;
    for (int i = 0; i < MAX_PREFIXES; i++) {
      int slash = rest.indexOf('/');
      if (slash < 0 || slash == rest.length() - 1) {
        break;
      }
      rest = rest.substring(slash + 1);
      names.add(rest);
    }
    String local = without(GEOGRAPHY, rest);
    if (!local.equals(rest)) {
      names.add(local);
    }
    return names;
  }

  private static String without(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }
}
