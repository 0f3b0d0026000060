package io.tallybeam.book;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tallybeam's own price files: {@code unit}, and {@code prices}, a list of entries.
 *
 * <pre>{@code
 * unit: USD per 1M tokens        # or per 1K tokens, or per token; an entry may have its own
 * prices:
 *   - provider: openai           # without it: for every provider
 *     region: eu                 # only for calls that name it
 *     model: gpt-4o              # gpt-4o* is for all models that begin so
 *     from: 2024-05-13           # a date, or an instant; without it: always
 *     to: 2024-10-02             # without it: until further notice
 *     rates: {input: 5, cached_read: 2.5, output: 15}
 *     batch: {input: 2.5, output: 7.5}   # likewise flex and priority
 *     tiers:
 *       - above: 200000          # prompts of more tokens, cached ones included
 *         rates: {input: 10, output: 22.5}
 *     uplift: {eu: 1.1}          # by region, on all token charges
 *     per_call: {call: 0.001, search: 0.01}   # USD each
 * }</pre>
 */
final class YamlBook {

  private static final String KIND = "Tallybeam";
  private static final Set<String> KEYS = Set.of("unit", "prices");
  private static final YAMLFactory YAML = new YAMLFactory();

  private YamlBook() {}

  static BookFile read(String file, byte[] bytes) {
    List<Finding> findings = new ArrayList<>();
    List<PriceEntry> entries = new ArrayList<>();
    try {
      if (!(Tree.read(YAML, bytes) instanceof Tree.Fields top)) {
        throw new Complaint("is not an object with unit and prices");
      }
      YamlEntry.refuseUnknown(top, KEYS);
      if (!(top.byName().get("prices") instanceof Tree.Items prices)) {
        throw new Complaint("prices: the list of entries is missing");
      }
      Optional<Unit> unit = Unit.of(top);
      if (prices.values().isEmpty()) {
        throw new Complaint("prices: has no entry, so that all would be unpriced");
      }
      int number = 1;
      for (Tree price : prices.values()) {
        String name = "prices[" + number++ + "]" + model(price);
        try {
          entries.add(YamlEntry.read(price, unit, file));
        } catch (Complaint e) {
          findings.add(Finding.error(file, name, e.getMessage()));
        }
      }
    } catch (Complaint e) {
      findings.add(Finding.error(file, "", e.getMessage()));
    }
    return new BookFile(file, KIND, BookFile.NO_SNAPSHOT, entries, findings);
  }

  private static String model(Tree price) {
    return price instanceof Tree.Fields fields
            && fields.byName().get("model") instanceof Tree.Scalar model
        ? " " + model.text()
        : "";
  }

  /** The unit of rates, by the power of ten that divides them. */
  record Unit(int exponent) {

    private static final Map<String, Unit> UNITS =
        Map.of(
            "USD per token", new Unit(0),
            "USD per 1K tokens", new Unit(3),
            "USD per 1M tokens", new Unit(6));

    static Optional<Unit> of(Tree.Fields fields) throws Complaint {
      Tree stated = fields.byName().get("unit");
      if (stated == null || stated instanceof Tree.Nothing) {
        return Optional.empty();
      }
      Unit unit = stated instanceof Tree.Scalar text ? UNITS.get(text.text()) : null;
      if (unit == null) {
        throw new Complaint("unit: expected USD per token, USD per 1K tokens or USD per 1M tokens");
      }
      return Optional.of(unit);
    }
  }
}
