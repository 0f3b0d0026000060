package io.tallybeam.backfill;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

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
          rates: {input: 5, cached_read: 2.5, output: 15, reasoning: 20}
        - provider: openai
          model: gpt-4o
          from: 2024-03-10
          rates: {input: INPUT, cached_read: 1.25, output: 10, reasoning: 12}
        - model: claude
          rates: {input: 3, cached_read: 0.3, output: 15, reasoning: 15}
      """;

  /**
   * What a million tokens cost, in USD.
   *
   * @param version what rows say of it
   */
  record Rates(String input, String cached, String output, String reasoning, String version) {

    /** In USD, exactly. */
    BigDecimal cost(long inputs, long cachedReads, long outputs, long reasonings) {
      return part(input, inputs)
          .add(part(cached, cachedReads))
          .add(part(output, outputs))
          .add(part(reasoning, reasonings));
    }

    static BigDecimal part(String rate, long tokens) {
      return new BigDecimal(rate).multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
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
          Optional.of(
              call.time().isBefore(CHANGE)
                  ? new Rates("5", "2.5", "15", "20", "book.yaml@always")
                  : new Rates(input, "1.25", "10", "12", "book.yaml@2024-03-10"));
      default ->
          Optional.of(new Rates("3", "0.3", "15", "15", "book.yaml@always"))
              .filter(rates -> call.model().equals("claude"));
    };
  }
}
