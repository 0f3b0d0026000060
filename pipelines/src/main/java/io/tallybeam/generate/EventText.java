package io.tallybeam.generate;

import io.tallybeam.bytes.ByteWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The text of made-up events.
 *
 * @param seed of all choices
 * @param events how many there are
 * @param fromMillis the time of the first
 * @param durationMillis over which they are spread
 * @param tenants how many tenants
 * @param duplicates the share of copies
 * @param rejects the share of events that cannot be counted
 */
record EventText(
    long seed,
    long events,
    long fromMillis,
    long durationMillis,
    int tenants,
    double duplicates,
    double rejects)
    implements Serializable {

  private static final String[][] MODELS = {
    {"openai", "gpt-4o", "2.5", "10"},
    {"openai", "gpt-4o-mini", "0.15", "0.6"},
    {"anthropic", "claude-sonnet-4", "3", "15"},
    {"anthropic", "claude-haiku-4", "0.8", "4"},
    {"azure", "gpt-4o", "2.5", "10"},
    {"google", "gemini-2.5-flash", "0.3", "2.5"},
  };
  private static final String[] REGIONS = {"eu-central-1", "us-east-1", "ap-south-1"};
  private static final long MAX_DELAY_MILLIS = 30_000;
  private static final int COPY_DISTANCE = 1_000;

  /** Appends the line of event {@code number}, line feed included. */
  void write(long number, ByteWriter out) {
    Draws draws = new Draws(seed, number);
    long distance = draws.chance(duplicates) ? 1 + draws.below(COPY_DISTANCE) : 0;
    if (distance > 0 && distance <= number) {
      write(call(number - distance), out);
      return;
    }
    String line = call(number);
    if (draws.chance(rejects)) {
      line = draws.chance(0.5) ? line.substring(0, line.length() / 2) : negative(line);
    }
    write(line, out);
  }

  private static String negative(String line) {
    return line.replace("\"tokens_input\":", "\"tokens_input\":-1");
  }

  private static void write(String line, ByteWriter out) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    out.writeBytes(bytes, 0, bytes.length);
    out.writeByte('\n');
  }

  private String call(long number) {
    Draws draws = new Draws(~seed, number);
    long time =
        fromMillis
            + (long) ((double) number / events * durationMillis)
            - draws.below(Math.min(MAX_DELAY_MILLIS, durationMillis));
    String[] model = MODELS[(int) Math.min(draws.below(8), MODELS.length - 1)];
    // The square favours low numbers: a few tenants send much, many send little.
    double spread = draws.share();
    long tenant = (long) (spread * spread * tenants);
    long input = 1 + draws.below(200) * draws.below(60);
    long output = 1 + draws.below(100) * draws.below(20);
    long latency = 50 + output * (8 + draws.below(15));
    boolean cached = draws.chance(0.15);
    boolean failed = draws.chance(0.02);
    StringBuilder line = new StringBuilder(320);
    line.append("{\"request_id\":\"").append(hex(draws.next())).append(hex(draws.next()));
    line.append("\",\"tenant_id\":\"tenant-").append(String.valueOf(10_000_000 + tenant), 1, 8);
    line.append("\",\"provider\":\"").append(model[0]);
    line.append("\",\"model\":\"").append(model[1]);
    line.append("\",\"event_type\":\"llm.chat.completion\",\"region\":\"");
    line.append(REGIONS[(int) draws.below(REGIONS.length)]);
    line.append("\",\"cache_hit\":").append(cached);
    line.append(",\"tokens_input\":").append(input);
    line.append(",\"tokens_output\":").append(output);
    line.append(",\"latency_ms\":").append(latency);
    line.append(",\"cost_usd\":");
    appendUsd(line, input, model[2], output, model[3]);
    line.append(",\"success\":").append(!failed);
    line.append(",\"timestamp\":\"").append(Instant.ofEpochMilli(time)).append('"');
    return line.append('}').toString();
  }

  /** Rates are USD per million tokens, in hundredths: the cost is a whole number of 1e-8 USD. */
  private static void appendUsd(
      StringBuilder line, long input, String inputRate, long output, String outputRate) {
    long units = input * hundredths(inputRate) + output * hundredths(outputRate);
    line.append(units / 100_000_000).append('.');
    line.append(String.valueOf(100_000_000 + units % 100_000_000), 1, 9);
  }

  private static long hundredths(String rate) {
    return Math.round(Double.parseDouble(rate) * 100);
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }
}
