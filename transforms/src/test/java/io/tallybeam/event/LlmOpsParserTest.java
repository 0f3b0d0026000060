package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parser of plain lines against its judge, over lines of all kinds. {@code
 * -Dtallybeam.fuzz.lines=50000000} looks longer.
 */
class LlmOpsParserTest {

  private static final int LINES = Integer.getInteger("tallybeam.fuzz.lines", 100_000);

  private static final String PLAIN =
      "{\"request_id\":\"3af7\",\"tenant_id\":\"t-1\",\"provider\":\"azure\",\"model\":\"gpt-4o\","
          + "\"event_type\":\"chat\",\"region\":\"us\",\"cache_hit\":false,\"tokens_input\":3870,"
          + "\"tokens_output\":551,\"latency_ms\":99.68,\"cost_usd\":0.01518500,\"success\":true,"
          + "\"tokens_cached\":7,\"timestamp\":\"2026-03-01T23:59:52.837Z\"}";

  private int judged;
  private final LlmOpsParser parser =
      new LlmOpsParser(
          (bytes, offset, length) -> {
            judged++;
            return LlmOpsFormat.INSTANCE.parse(bytes, offset, length);
          });

  /** Remembers lines of its own. */
  private final EventParser times = LlmOpsFormat.INSTANCE.newParser();

  private Parsed parse(byte[] line) {
    return parser.parse(line, 0, line.length);
  }

  private static Parsed judge(byte[] line) {
    return LlmOpsFormat.INSTANCE.parse(line, 0, line.length);
  }

  private void check(byte[] line) {
    Parsed parsed = parse(line);
    Parsed expected = judge(line);
    if (!parsed.equals(expected)) {
      assertThat(new String(line, UTF_8), parsed, is(expected));
    }
    long time = expected instanceof Call call ? call.eventTimeMillis() : Parsed.NO_TIME;
    if (times.callTime(line, 0, line.length) != time) {
      assertThat(new String(line, UTF_8), times.callTime(line, 0, line.length), is(time));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        "{\"tenant_id\": \"t\", \"timestamp\": \"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"model\":null,\"metadata\":{\"a\":[1,{},-2.5,\"x\"],\"b\":true},"
            + "\"timestamp\":\"2026-03-01T23:59:52.1234567Z\"}"
      })
  void plainLinesAreReadWithoutTheJudge(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    assertThat(parse(bytes), is(judge(bytes)));
    assertThat(judge(bytes) instanceof Call, is(true));
    assertThat(judged, is(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "{",
        "{\"tenant_id\":\"t\",\"timestamp\":1772400000123}",
        "{\"tenant_id\":\" \",\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"timestamp\":\"2026-02-29T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"tenant_id\":\"t\",\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"tokens_input\":01,\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"cost_usd\":1e-3,\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"x\":[1,],\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\\u0041\",\"timestamp\":\"2026-03-01T23:59:52Z\"}",
        "{\"tenant_id\":\"t\",\"timestamp\":\"2026-03-01T23:59:52Z\"} x"
      })
  void theJudgeReadsAllOthers(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    assertThat(parse(bytes), is(judge(bytes)));
    assertThat(judged, is(1));
  }

  @Test
  void everyByteOfAPlainLineCounts() {
    byte[] line = PLAIN.getBytes(UTF_8);
    for (int at = 0; at < line.length; at++) {
      for (int b = 0; b < 256; b++) {
        byte[] changed = line.clone();
        changed[at] = (byte) b;
        check(changed);
      }
      check(Arrays.copyOf(line, at));
    }
  }

  @Test
  void damagedLinesAgree() {
    RandomLines lines = new RandomLines(31);
    for (int i = 0; i < LINES; i++) {
      check(lines.anything());
    }
    assertThat("hardly one is plain", judged, is(greaterThan(LINES / 2)));
  }

  @Test
  void nearlyPlainLinesAgree() {
    Random random = new Random(32);
    RandomLines lines = new RandomLines(32);
    for (int i = 0; i < LINES; i++) {
      byte[] line = plain(random).getBytes(UTF_8);
      check(random.nextInt(3) == 0 ? line : lines.damage(line));
    }
    assertThat("both read many", judged, is(greaterThan(LINES / 10)));
    assertThat("both read many", LINES - judged, is(greaterThan(LINES / 3)));
  }

  @Test
  void bytesAroundTheLineDoNotCount() {
    Random random = new Random(33);
    RandomLines lines = new RandomLines(33);
    for (int i = 0; i < LINES / 10; i++) {
      byte[] line = plain(random).getBytes(UTF_8);
      line = random.nextBoolean() ? line : lines.damage(line);
      byte[] around = random.nextBoolean() ? "}\"0, ".getBytes(UTF_8) : "\n{\"1:".getBytes(UTF_8);
      byte[] block = Arrays.copyOf(around, 2 * around.length + line.length);
      System.arraycopy(line, 0, block, around.length, line.length);
      System.arraycopy(around, 0, block, around.length + line.length, around.length);
      assertThat(parser.parse(block, around.length, line.length), is(judge(line)));
    }
  }

  /** Names beyond what is remembered, which take the place of others. */
  @Test
  void namesThatAreForgottenAreReadAnew() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 40_000; i++) {
        check(PLAIN.replace("t-1", "t-" + i).getBytes(UTF_8));
      }
    }
    assertThat(judged, is(0));
  }

  private static String plain(Random random) {
    List<String> fields = new ArrayList<>();
    fields.add("\"tenant_id\":\"t" + random.nextInt(30) + '"');
    fields.add("\"timestamp\":\"" + time(random) + '"');
    String[] names = {
      "provider",
      "model",
      "request_id",
      "event_id",
      "team_id",
      "user_id",
      "api_key_hash",
      "project_id",
      "service_tier",
      "region",
      "event_type"
    };
    for (String name : names) {
      if (random.nextInt(3) > 0) {
        String value = random.nextInt(9) == 0 ? nothing(random) : text(random);
        fields.add('"' + name + "\":" + value);
      }
    }
    String[] numbers = {
      "tokens_input",
      "tokens_output",
      "tokens_cached",
      "web_searches",
      "latency_ms",
      "cost_usd",
      "latency_ms_",
      "temperature"
    };
    for (String name : numbers) {
      if (random.nextInt(3) > 0) {
        boolean whole = name.startsWith("tokens") || name.startsWith("web");
        fields.add('"' + name + "\":" + number(whole, random));
      }
    }
    if (random.nextBoolean()) {
      fields.add("\"cache_hit\":" + random.nextBoolean());
      fields.add("\"success\":" + random.nextBoolean());
      fields.add("\"metadata\":{\"a\":[1, -2.5,\"x\"],\"b\":{}}");
    }
    Collections.shuffle(fields, random);
    return "{" + String.join(random.nextBoolean() ? "," : ", ", fields) + "}";
  }

  private static String nothing(Random random) {
    return List.of("null", "null", "null", "\"None\"", "\" \"").get(random.nextInt(5));
  }

  private static String text(Random random) {
    return '"' + "name-with-a-length".substring(random.nextInt(19)) + random.nextInt(9) + '"';
  }

  private static String number(boolean whole, Random random) {
    if (random.nextInt(30) == 0) {
      return Long.toString(random.nextLong() >>> random.nextInt(64)) + "." + random.nextInt(1_000);
    }
    String number = Integer.toString(random.nextInt(10_000) >>> random.nextInt(14));
    return whole || random.nextBoolean() ? number : number + "." + random.nextInt(1_000);
  }

  private static String time(Random random) {
    int day = 1 + random.nextInt(random.nextInt(9) == 0 ? 31 : 28);
    String fraction =
        random.nextInt(4) == 0 ? "" : "." + Integer.toString(random.nextInt(1_000_000_000));
    return String.format(
        "%04d-%02d-%02dT%02d:%02d:%02d%sZ",
        1900 + random.nextInt(300),
        1 + random.nextInt(12),
        day,
        random.nextInt(24),
        random.nextInt(60),
        random.nextInt(60),
        fraction);
  }
}
