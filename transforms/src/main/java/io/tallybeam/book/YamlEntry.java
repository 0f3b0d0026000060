package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads one entry of a {@link YamlBook}. */
final class YamlEntry {

  private static final Map<String, ServiceTier> SERVICES =
      Map.of(
          "rates", ServiceTier.STANDARD,
          "batch", ServiceTier.BATCH,
          "flex", ServiceTier.FLEX,
          "priority", ServiceTier.PRIORITY);

  private static final Set<String> KEYS =
      Set.of(
          "provider",
          "region",
          "model",
          "from",
          "to",
          "unit",
          "tiers",
          "uplift",
          "per_call",
          "rates",
          "batch",
          "flex",
          "priority");

  private static final Set<String> TIER_KEYS =
      Set.of("above", "rates", "batch", "flex", "priority");

  private final Tree.Fields fields;
  private final Sheet sheet = new Sheet();

  private YamlEntry(Tree.Fields fields) {
    this.fields = fields;
  }

  static PriceEntry read(Tree tree, Optional<YamlBook.Unit> unitOfFile, String file)
      throws Complaint {
    if (!(tree instanceof Tree.Fields fields)) {
      throw new Complaint("is not an object");
    }
    refuseUnknown(fields, KEYS);
    return new YamlEntry(fields).read(unitOfFile, file);
  }

  static void refuseUnknown(Tree.Fields fields, Set<String> known) throws Complaint {
    for (String key : fields.byName().keySet()) {
      if (!known.contains(key)) {
        List<String> sorted = known.stream().sorted().toList();
        throw new Complaint(key + ": no such key; there is " + String.join(", ", sorted));
      }
    }
  }

  private PriceEntry read(Optional<YamlBook.Unit> unitOfFile, String file) throws Complaint {
    Optional<YamlBook.Unit> own = YamlBook.Unit.of(fields);
    int exponent =
        own.or(() -> unitOfFile)
            .orElseThrow(
                () -> new Complaint("unit: is missing; name it, such as USD per 1M tokens"))
            .exponent();
    rates(Sheet.BASE, fields, exponent);
    tiers(exponent);
    perCall();
    if (sheet.isEmpty()) {
      throw new Complaint("rates: are missing");
    }
    return new PriceEntry(
        name(), text("provider"), effective(), file, sheet.toTiers(), uplifts(), false, false);
  }

  private String name() throws Complaint {
    String model = text("model");
    if (model.isBlank()) {
      throw new Complaint("model: is missing");
    }
    String region = ModelNames.lowerCase(text("region"));
    String provider = ModelNames.lowerCase(text("provider"));
    if (provider.isEmpty() && !region.isEmpty()) {
      throw new Complaint("region: " + text("region") + " needs a provider");
    }
    if (model.indexOf('*') >= 0 && model.indexOf('*') < model.length() - 1) {
      throw new Complaint("model: " + model + " has a * before its end");
    }
    return (provider.isEmpty() ? "" : provider + "/")
        + (region.isEmpty() ? "" : region + "/")
        + model;
  }

  private TimeRange effective() throws Complaint {
    long from = time("from", Long.MIN_VALUE);
    long to = time("to", Long.MAX_VALUE);
    if (from >= to) {
      throw new Complaint("from: " + text("from") + " is not before to: " + text("to"));
    }
    return new TimeRange(from, to);
  }

  private long time(String key, long absent) throws Complaint {
    String text = text(key);
    return text.isEmpty()
        ? absent
        : BookTime.parse(text)
            .orElseThrow(
                () -> new Complaint(key + ": " + text + " is no time, such as 2026-03-30"));
  }

  private void tiers(int exponent) throws Complaint {
    Tree tiers = fields.byName().getOrDefault("tiers", new Tree.Nothing());
    if (tiers instanceof Tree.Nothing) {
      return;
    }
    if (!(tiers instanceof Tree.Items items)) {
      throw new Complaint("tiers: is not a list");
    }
    long last = Sheet.BASE;
    for (Tree item : items.values()) {
      if (!(item instanceof Tree.Fields tier)
          || !(tier.byName().get("above") instanceof Tree.Scalar stated)
          || !stated.text().matches("[1-9]\\d{0,11}")) {
        throw new Complaint("tiers: each tells above how many tokens it holds");
      }
      refuseUnknown(tier, TIER_KEYS);
      long above = Long.parseLong(stated.text());
      if (above <= last) {
        throw new Complaint("tiers: above " + above + " does not rise");
      }
      last = above;
      rates(above, tier, exponent);
    }
  }

  private void rates(long above, Tree.Fields from, int exponent) throws Complaint {
    for (Map.Entry<String, ServiceTier> service : SERVICES.entrySet()) {
      for (Map.Entry<String, String> rate : scalars(from, service.getKey()).entrySet()) {
        String field = service.getKey() + "." + rate.getKey();
        Charge charge =
            Charge.ofLabel(rate.getKey())
                .filter(Charge::perToken)
                .orElseThrow(() -> new Complaint(field + ": no such class of tokens"));
        sheet.put(
            above, service.getValue(), charge, RateText.rate(field, rate.getValue(), exponent));
      }
    }
  }

  private void perCall() throws Complaint {
    for (Map.Entry<String, String> rate : scalars(fields, "per_call").entrySet()) {
      String field = "per_call." + rate.getKey();
      Charge charge =
          Charge.ofLabel(rate.getKey())
              .filter(label -> !label.perToken())
              .orElseThrow(() -> new Complaint(field + ": expected call or search"));
      sheet.put(Sheet.BASE, ServiceTier.STANDARD, charge, RateText.rate(field, rate.getValue(), 0));
    }
  }

  private Map<String, BigDecimal> uplifts() throws Complaint {
    Map<String, BigDecimal> uplifts = new TreeMap<>();
    for (Map.Entry<String, String> uplift : scalars(fields, "uplift").entrySet()) {
      uplifts.put(
          uplift.getKey().toLowerCase(Locale.ROOT),
          RateText.multiplier("uplift." + uplift.getKey(), uplift.getValue()));
    }
    return uplifts;
  }

  private String text(String key) throws Complaint {
    Tree value = fields.byName().getOrDefault(key, new Tree.Scalar(""));
    if (value instanceof Tree.Scalar scalar) {
      return scalar.text().strip();
    }
    if (value instanceof Tree.Nothing) {
      return "";
    }
    throw new Complaint(key + ": is not a single value");
  }

  private static Map<String, String> scalars(Tree.Fields from, String key) throws Complaint {
    Tree value = from.byName().getOrDefault(key, new Tree.Nothing());
    if (value instanceof Tree.Nothing) {
      return Map.of();
    }
    if (!(value instanceof Tree.Fields named)) {
      throw new Complaint(key + ": is not an object");
    }
    Map<String, String> scalars = new TreeMap<>();
    for (Map.Entry<String, Tree> field : named.byName().entrySet()) {
      if (field.getValue() instanceof Tree.Nothing) {
        throw new Complaint(
            key + "." + field.getKey() + ": has no value; decimals are written with a point");
      }
      if (!(field.getValue() instanceof Tree.Scalar scalar)) {
        throw new Complaint(key + "." + field.getKey() + ": is not a single value");
      }
      scalars.put(field.getKey(), scalar.text());
    }
    return scalars;
  }
}
