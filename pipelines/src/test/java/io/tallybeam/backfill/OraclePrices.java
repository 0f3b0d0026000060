package io.tallybeam.backfill;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A price book and, written down once more by hand, what it says. */
public final class OraclePrices {

  /** When the prices of one model change: among the events of {@link RandomEvents}. */
  private static final Instant CHANGE = Instant.parse("2024-03-10T00:00:00Z");

  private static final String BOOK =
      """
      unit: USD per 1M tokens
      prices:
        - provider: openai
          model: gpt-4o
          to: 2024-03-10
          rates: {input: 5, cached_read: 2.5, output: 15, reasoning: 20,
                  audio_input: 40, audio_output: 80}
          batch: {input: 2.5, output: 7}
          priority: {input: 8.5, output: 30}
        - provider: openai
          model: gpt-4o
          from: 2024-03-10
          rates: {input: INPUT, cached_read: 1.25, output: 10, reasoning: 12, audio_output: 60}
        - model: claude
          rates: {input: 3, cached_read: 0.3, cache_write_5m: 3.75, cache_write_1h: 6,
                  output: 15, reasoning: 16}
      """;

  /**
   * What a million tokens cost, in USD.
   *
   * @param byCharge a star behind a rate says that the book does not state it
   * @param version what rows say of it
   */
  record Rates(Map<String, String> byCharge, String version) {

    /** The rates of the classes of tokens in the order that is used here all over. */
    static Rates of(String version, String rates) {
      List<String> charges =
          List.of(
              "input",
              "cached_read",
              "cache_write_5m",
              "cache_write_1h",
              "audio_input",
              "output",
              "reasoning",
              "audio_output");
      Map<String, String> byCharge = new TreeMap<>();
      String[] each = rates.split(" ", -1);
      for (int i = 0; i < charges.size(); i++) {
        byCharge.put(charges.get(i), each[i]);
      }
      return new Rates(byCharge, version);
    }

    /** The same rates, times a factor, for a service of which the book states nothing. */
    Rates instead(String factor) {
      Map<String, String> others = new TreeMap<>();
      byCharge.forEach(
          (charge, rate) -> others.put(charge, usd(rate).multiply(new BigDecimal(factor)) + "*"));
      return new Rates(others, version);
    }

    /** In USD, exactly. */
    BigDecimal cost(Map<String, Long> units) {
      return units.entrySet().stream()
          .map(unit -> part(unit.getKey(), unit.getValue()))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What tokens of one class cost. */
    BigDecimal part(String charge, long tokens) {
      return usd(byCharge.getOrDefault(charge, "0"))
          .multiply(BigDecimal.valueOf(tokens))
          .movePointLeft(6);
    }

    /** Whether the cost rests on a rate that the book does not state. */
    boolean guesses(Map<String, Long> units) {
      return units.entrySet().stream()
          .anyMatch(unit -> unit.getValue() > 0 && byCharge.get(unit.getKey()).endsWith("*"));
    }

    private static BigDecimal usd(String rate) {
      return new BigDecimal(rate.replace("*", ""));
    }
  }

  private final String input;

  private OraclePrices(String input) {
    this.input = input;
  }

  /** The prices of most tests. */
  public static OraclePrices first() {
    return new OraclePrices("2.5");
  }

  /** Other prices for the later calls of one model. */
  public static OraclePrices changed() {
    return new OraclePrices("2.75");
  }

  /** Writes the book, as {@code book.yaml}. */
  public Path write(Path folder) throws IOException {
    return Files.writeString(folder.resolve("book.yaml"), BOOK.replace("INPUT", input));
  }

  Optional<Rates> of(OracleCall call) {
    return switch (call.provider() + "/" + call.model()) {
      case "openai/gpt-4o" ->
          Optional.of(call.time().isBefore(CHANGE) ? early(call.service()) : later(call));
      default ->
          Optional.of(Rates.of("book.yaml@always", "3 0.3 3.75 6 3* 15 16 15*"))
              .map(rates -> unstated(rates, call.service()))
              .filter(rates -> call.model().equals("claude"));
    };
  }

  /** Written to the cache is as input, and thought is as the answer of the service. */
  private static Rates early(String service) {
    String version = "book.yaml@always";
    return switch (service) {
      case "batch" -> Rates.of(version, "2.5 1.25* 2.5* 2.5* 20* 7 7* 40*");
      case "priority" -> Rates.of(version, "8.5 2.5* 8.5* 8.5* 40* 30 30* 80*");
      default -> unstated(Rates.of(version, "5 2.5 5* 5* 40 15 20 80"), service);
    };
  }

  private Rates later(OracleCall call) {
    String rates = "INPUT 1.25 INPUT* INPUT* INPUT* 10 12 60".replace("INPUT", input);
    return unstated(Rates.of("book.yaml@2024-03-10", rates), call.service());
  }

  /** Half for a batch, and the standard rate for all other services. */
  private static Rates unstated(Rates standard, String service) {
    return switch (service) {
      case "", "default" -> standard;
      case "batch" -> standard.instead("0.5");
      default -> standard.instead("1");
    };
  }
}
