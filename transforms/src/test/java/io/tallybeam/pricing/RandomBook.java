package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A made-up book of a few models: its text, and what it says as decimals.
 *
 * @param rates by model, then by {@code tier/service/charge}, in USD
 * @param uplifts by model, of the region {@code eu}
 * @param tiers by model, the tokens above which they hold; the first is 0
 */
record RandomBook(
    Map<String, Map<String, BigDecimal>> rates,
    Map<String, BigDecimal> uplifts,
    Map<String, List<Long>> tiers) {

  static RandomBook of(Random random) {
    RandomBook book = new RandomBook(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (int i = 0; i < 4; i++) {
      book.add("m" + i, random);
    }
    return book;
  }

  static String key(int tier, ServiceTier service, Charge charge) {
    return tier + "/" + service + "/" + charge;
  }

  private void add(String model, Random random) {
    List<Long> above = new ArrayList<>(List.of(0L));
    for (int i = random.nextInt(3); i > 0; i--) {
      above.add(above.get(above.size() - 1) + 1 + random.nextInt(100_000));
    }
    Map<String, BigDecimal> stated = new LinkedHashMap<>();
    int digits = 1 + random.nextInt(random.nextInt(5) == 0 ? 17 : 4);
    for (int tier = 0; tier < above.size(); tier++) {
      for (ServiceTier service : ServiceTier.values()) {
        for (Charge charge : Charge.all()) {
          boolean base = tier == 0 && service == ServiceTier.STANDARD;
          boolean always = base && (charge == Charge.INPUT || charge == Charge.OUTPUT);
          boolean can = charge.perToken() ? service != ServiceTier.OTHER : base;
          if (always || (can && random.nextInt(3) == 0)) {
            stated.put(key(tier, service, charge), rate(random, digits));
          }
        }
      }
    }
    rates.put(model, stated);
    tiers.put(model, above);
    uplifts.put(model, new BigDecimal(random.nextInt(20_000) + 1).movePointLeft(4));
  }

  /** A rate of so many digits, from 1e-24 to 10,000 USD, most of them in the usual range. */
  private static BigDecimal rate(Random random, int digits) {
    long unscaled = (long) (random.nextDouble() * Math.pow(10, digits));
    int least = digits - 3;
    int scale = random.nextInt(10) == 0 ? least + random.nextInt(25 - least) : 6 + digits;
    return new BigDecimal(unscaled).movePointLeft(Math.min(24, scale));
  }

  /** The book in our format; rates of tokens in a unit that is drawn for each entry. */
  String yaml(Random random) {
    StringBuilder text = new StringBuilder("prices:\n");
    for (String model : rates.keySet()) {
      int exponent = 3 * random.nextInt(3);
      String unit = List.of("token", "1K tokens", "1M tokens").get(exponent / 3);
      text.append("  - model: ").append(model).append("\n    unit: USD per ").append(unit);
      text.append("\n    uplift: {eu: ").append(uplifts.get(model)).append("}\n");
      for (int tier = 0; tier < tiers.get(model).size(); tier++) {
        String lead = tier == 0 ? "    " : "        ";
        if (tier > 0) {
          text.append(tier == 1 ? "    tiers:\n" : "");
          text.append("      - above: ").append(tiers.get(model).get(tier)).append('\n');
        }
        for (ServiceTier service : EnumSet.complementOf(EnumSet.of(ServiceTier.OTHER))) {
          String name = service == ServiceTier.STANDARD ? "rates" : service.label();
          text.append(lead).append(name).append(": {");
          text.append(fields(model, tier, service, true, exponent)).append("}\n");
        }
      }
      text.append("    per_call: {");
      text.append(fields(model, 0, ServiceTier.STANDARD, false, 0)).append("}\n");
    }
    return text.toString();
  }

  private String fields(
      String model, int tier, ServiceTier service, boolean perToken, int exponent) {
    List<String> fields = new ArrayList<>();
    for (Charge charge : Charge.all()) {
      BigDecimal rate = rates.get(model).get(key(tier, service, charge));
      if (rate != null && charge.perToken() == perToken) {
        fields.add(charge.label() + ": " + rate.movePointRight(exponent));
      }
    }
    return String.join(", ", fields);
  }
}
