package io.tallybeam.event;

import static io.tallybeam.event.Parsed.NO_TIME;
import static io.tallybeam.event.RejectReason.DUPLICATE_FIELD;
import static io.tallybeam.event.RejectReason.INVALID_BOOLEAN;
import static io.tallybeam.event.RejectReason.INVALID_NAME;
import static io.tallybeam.event.RejectReason.INVALID_NUMBER;
import static io.tallybeam.event.RejectReason.INVALID_TIMESTAMP;
import static io.tallybeam.event.RejectReason.INVALID_UTF8;
import static io.tallybeam.event.RejectReason.MALFORMED_JSON;
import static io.tallybeam.event.RejectReason.MISSING_TENANT;
import static io.tallybeam.event.RejectReason.MISSING_TIMESTAMP;
import static io.tallybeam.event.RejectReason.NEGATIVE_NUMBER;
import static io.tallybeam.event.RejectReason.NESTING_TOO_DEEP;
import static io.tallybeam.event.RejectReason.NOT_AN_OBJECT;
import static io.tallybeam.event.RejectReason.NUMBER_TOO_LARGE;
import static io.tallybeam.event.RejectReason.TRAILING_CONTENT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmOpsFormatTest {

  private static final long TIME = Instant.parse("2023-11-16T18:17:03.979Z").toEpochMilli();

  /** The start of a line that lacks nothing. */
  private static final String GOOD = "{\"tenant_id\":\"t\",\"timestamp\":1700158623979";

  @Test
  void wholeEvent() {
    assertThat(
        parse(
            """
            {"tenant_id":"acme","provider":"openai","model":"gpt-4o","event_type":"chat",\
            "cache_hit":true,"tokens_input":4808,"tokens_output":10,"latency_ms":812.25,\
            "cost_usd":0.012120000001,"success":false,"timestamp":"2023-11-16T18:17:03.9799600Z",\
            "request_id":"r-1","event_id":"e-1"}\r"""),
        is(
            new Call(
                "acme",
                "openai",
                "gpt-4o",
                "r-1",
                TIME,
                true,
                true,
                4808,
                10,
                812_250,
                12_120_000_001L)));
  }

  @Test
  void leastEvent() {
    Call least = new Call("t", "unknown", "unknown", "", TIME, false, false, -1, -1, -1, -1);
    assertThat(parse(GOOD + "}"), is(least));
    String nulls =
        "provider model event_type cache_hit tokens_input tokens_output latency_ms cost_usd success"
            + " request_id event_id";
    String fields =
        Stream.of(nulls.split(" "))
            .map(name -> ",\"" + name + "\":null")
            .reduce("", String::concat);
    assertThat("null is absent", parse(GOOD + fields + "}"), is(least));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"model\":\"\"', ''",
        "'\"model\":\" \"', ' '",
        "'\"model\":7', 7",
        "'\"model\":-1.50E+3', -1500",
        "'\"model\":42.0', 42",
        "'\"model\":1.5', 1.5",
        "'\"model\":\"42.0\"', 42.0",
        "'\"model\":true', true",
        "'\"model\":\"null\"', unknown",
        "'\"model\":\"None\"', unknown",
        "'\"model\":\"nova\"', nova",
        "'\"model\":\"\\u00e9\\ud83d\\udc1d\\/\\\\\"', 'é🐝/\\'",
        "'\"mod\\u0065l\":\"m\"', m",
      })
  void names(String field, String expected) {
    assertThat(call(field).attribution().model(), is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"request_id\":\"r\",\"event_id\":\"e\"', r",
    "'\"event_id\":\"e\",\"request_id\":\"r\"', r",
    "'\"request_id\":\"\",\"event_id\":\"e\"', e",
    "'\"request_id\":null,\"event_id\":\"e\"', e",
    "'\"event_id\":12', 12",
    "'\"request_id\":\" \",\"event_id\":\"e\"', e",
    "'\"request_id\":\"None\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"NULL\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"r\",\"event_id\":\"null\"', r",
    "'\"request_id\":\"nulls\",\"event_id\":\"e\"', nulls",
    "'\"request_id\":\"undefined\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"-\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"(null)\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"N/A\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"NaN\",\"event_id\":\"e\"', e",
    "'\"request_id\":false,\"event_id\":\"e\"', e",
    "'\"request_id\":\"00000000-0000-0000-0000-000000000000\",\"event_id\":\"e\"', e",
    "'\"request_id\":\"00000000-0000-0000-0000-000000000001\"', 00000000-0000-0000-0000-000000000001",
    "'\"request_id\":\"0\",\"event_id\":\"e\"', 0",
    "'\"event_id\":1001.0', 1001",
    "'\"event_id\":\"none\"', ''",
    "'\"request_id\":\"\",\"event_id\":\"\"', ''"
  })
  void requestIdIsElseTheEventId(String fields, String expected) {
    assertThat(call(fields).requestId(), is(expected));
  }

  /** As those of LiteLLM's Responses API, of 465 characters and more. */
  @Test
  void longIdsAreComparedByTheirHash() {
    String id = "resp_" + "a".repeat(460);
    String kept = call("\"request_id\":\"" + id + "\"").requestId();
    assertThat(kept, is(Sha256.hex(id)));
    assertThat(call("\"event_id\":\"" + id + "b\"").requestId(), is(Sha256.hex(id + "b")));
    assertRejects(GOOD + ",\"request_id\":\"" + id + "\\n\"}", INVALID_NAME, TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "\"None\"", "\"null\"", "null"})
  void numbersThatAreNoneAreAbsent(String none) {
    assertThat(call("\"tokens_input\":" + none).tokensInput(), is(-1L));
    assertThat(call("\"cost_usd\":" + none).costPicos(), is(-1L));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = ';',
      value = {
        "{\"team\":\"search\",\"env\":\"dev\"}; env:dev=1 team:search=1",
        "{\"team\":\"search\",\"build\":12345,\"canary\":true,\"x\":null}; build:12345=1"
            + " canary:true=1 team:search=1 x=1",
        "{\"chat\":1,\"rag\":0}; chat=1",
        "{\"chat\":\"0.5\",\"rag\":null,\"x\":\"None\"}; chat=0.5 rag=1 x=1",
        "\"[\\\"prod\\\",\\\"chat\\\"]\"; chat=1 prod=1",
        "\"[]\"; ''",
        "\"[x]\"; [x]=1",
        "\"[1]\"; [1]=1",
        "[\"a\",\"None\",\"\"]; a=1",
        "{\"rag\":0}; ''",
      })
  void tagsAreNamesWeightsOrKeysAndValues(String tags, String expected) {
    String seen =
        call("\"tags\":" + tags).attribution().tags().stream()
            .map(
                tag ->
                    tag.name()
                        + "="
                        + BigDecimal.valueOf(tag.weight(), 6).stripTrailingZeros().toPlainString())
            .collect(Collectors.joining(" "));
    assertThat(seen, is(expected));
  }

  @Test
  void longestNames() {
    for (String name : new String[] {"n".repeat(256), "é".repeat(128), "🐝".repeat(64)}) {
      assertThat(call("\"model\":\"" + name + "\"").attribution().model(), is(name));
      assertRejects(GOOD + ",\"model\":\"" + name + "n\"}", INVALID_NAME, TIME);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, false",
    "false, false, true",
    "null, false, false",
    "'\"TRUE\"', true, false",
    "'\"False\"', false, true",
    "'\"\"', false, false",
    "'\"NONE\"', false, false",
    "'\"Null\"', false, false"
  })
  void flags(String value, boolean cacheHit, boolean failed) {
    Call call = call("\"cache_hit\":" + value + ",\"success\":" + value);
    assertThat(call.cacheHit(), is(cacheHit));
    assertThat(call.failed(), is(failed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "12.0", "1.2e1", "\"12\"", "\"12.000\"", "\"120e-1\""})
  void numbersMayStandInText(String value) {
    Call call =
        call(
            String.format(
                "\"tokens_input\":%1$s,\"tokens_output\":%1$s,\"latency_ms\":%1$s,\"cost_usd\":%1$s",
                value));
    assertThat(call.tokensInput(), is(12L));
    assertThat(call.tokensOutput(), is(12L));
    assertThat(call.latencyMicros(), is(12_000L));
    assertThat(call.costPicos(), is(12_000_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1700158623979",
        "1700158623.979",
        "\"1700158623.9799\"",
        "\"2023-11-16T18:17:03.979Z\"",
        "\"2023-11-16 19:17:03.979+01\""
      })
  void timestamps(String value) {
    String line = "{\"timestamp\":" + value + ",\"tenant_id\":\"t\"}";
    assertThat(parse(line).eventTimeMillis(), is(TIME));
    assertThat(parse(line), is(instanceOf(Call.class)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"other\":[1,[2,{\"tenant_id\":\"x\",\"timestamp\":{}}],\"\\ud800\"]",
        "\"other\":1,\"other\":2",
        "\"event_type\":{},\"event_type\":[]",
        "\"other\":1e999999999999",
        "\"\":null",
        "\"Tenant_ID\":\"x\"",
        "\"\\ud800\":1",
        "\"zero\uFEFFwidth\":\"\uFEFF\""
      })
  void otherFieldsAreIgnored(String field) {
    assertThat(call(field).tenant(), is("t"));
  }

  @Test
  void longNumbersNamesAndTextsAreIgnoredInOtherFields() {
    String million = "1".repeat(1_000_000);
    assertThat(call("\"other\":" + million).tenant(), is("t"));
    assertThat(call("\"other\":\"" + million + "\"").tenant(), is("t"));
    assertThat(call("\"" + million + "\":1").tenant(), is("t"));
  }

  static Stream<Arguments> faults() {
    String thousand = "1".repeat(1000);
    return Stream.of(
        fault("\"model\":{}", INVALID_NAME),
        fault("\"model\":[\"m\"]", INVALID_NAME),
        fault("\"model\":\"a\\nb\"", INVALID_NAME),
        fault("\"model\":\"\\u0000\"", INVALID_NAME),
        fault("\"model\":\"\u007F\"", INVALID_NAME),
        fault("\"model\":\"\u009F\"", INVALID_NAME),
        fault("\"provider\":\"\\ud83d\"", INVALID_NAME),
        fault("\"provider\":\"\\udc1d\\ud83d\"", INVALID_NAME),
        fault("\"request_id\":{}", INVALID_NAME),
        fault("\"event_id\":\"\\t\"", INVALID_NAME),
        fault("\"request_id\":\"r\",\"event_id\":[]", INVALID_NAME),
        fault("\"model\":" + "1".repeat(257), INVALID_NAME),
        fault("\"request_id\":1" + thousand, NUMBER_TOO_LARGE),
        fault("\"cache_hit\":1", INVALID_BOOLEAN),
        fault("\"cache_hit\":\"yes\"", INVALID_BOOLEAN),
        fault("\"cache_hit\":\" true\"", INVALID_BOOLEAN),
        fault("\"success\":\"fal\u017Fe\"", INVALID_BOOLEAN),
        fault("\"success\":{}", INVALID_BOOLEAN),
        fault("\"success\":[true]", INVALID_BOOLEAN),
        fault("\"tokens_input\":1.5", INVALID_NUMBER),
        fault("\"tokens_input\":\"abc\"", INVALID_NUMBER),
        fault("\"tokens_input\":\"NaN\"", INVALID_NUMBER),
        fault("\"tokens_output\":\"Infinity\"", INVALID_NUMBER),
        fault("\"tokens_output\":true", INVALID_NUMBER),
        fault("\"tokens_output\":{}", INVALID_NUMBER),
        fault("\"latency_ms\":[1]", INVALID_NUMBER),
        fault("\"latency_ms\":\" 1\"", INVALID_NUMBER),
        fault("\"cost_usd\":\"$1\"", INVALID_NUMBER),
        fault("\"cost_usd\":\"nil\"", INVALID_NUMBER),
        fault("\"tokens_input\":-1", NEGATIVE_NUMBER),
        fault("\"tokens_output\":\"-7\"", NEGATIVE_NUMBER),
        fault("\"latency_ms\":-0.0001", NEGATIVE_NUMBER),
        fault("\"cost_usd\":-1e-300", NEGATIVE_NUMBER),
        fault("\"tokens_input\":2147483648", NUMBER_TOO_LARGE),
        fault("\"tokens_input\":9223372036854775808", NUMBER_TOO_LARGE),
        fault("\"tokens_output\":1e400", NUMBER_TOO_LARGE),
        fault("\"latency_ms\":2678400000.001", NUMBER_TOO_LARGE),
        fault("\"cost_usd\":\"1000000.01\"", NUMBER_TOO_LARGE),
        fault("\"cost_usd\":0." + thousand, NUMBER_TOO_LARGE),
        fault("\"cost_usd\":\"0." + thousand + "\"", NUMBER_TOO_LARGE),
        fault("\"cost_usd\":\"x" + thousand + "\"", INVALID_NUMBER),
        fault("\"tokens_input\":" + "1".repeat(1_000_000), NUMBER_TOO_LARGE),
        fault("\"model\":\"m\",\"model\":\"m\"", DUPLICATE_FIELD),
        fault("\"model\":null,\"model\":null", DUPLICATE_FIELD),
        fault("\"model\":\"m\",\"mod\\u0065l\":\"m\"", DUPLICATE_FIELD),
        fault("\"tenant_id\":\"t\"", DUPLICATE_FIELD),
        fault("\"tokens_input\":-1,\"cost_usd\":\"x\"", NEGATIVE_NUMBER),
        fault("\"cost_usd\":\"x\",\"tokens_input\":-1", INVALID_NUMBER),
        fault("\"cost_usd\":1,\"cost_usd\":\"x\",\"success\":3", DUPLICATE_FIELD));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultsOfAFieldKeepTheTime(String fields, RejectReason expected) {
    assertRejects(GOOD + "," + fields + "}", expected, TIME);
    assertRejects("{" + fields + "," + GOOD.substring(1) + "}", expected, TIME);
  }

  @Test
  void longestNumbers() {
    assertThat(call("\"cost_usd\":0." + "1".repeat(998)).costPicos(), is(111_111_111_111L));
    assertThat(call("\"tokens_input\":1." + "0".repeat(998)).tokensInput(), is(1L));
    assertRejects(GOOD + ",\"tokens_input\":1." + "0".repeat(999) + "}", NUMBER_TOO_LARGE, TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "\"\\t\"", "\"\u2003\"", "{}", "[]", "\"\\ud800\""})
  void tenantsMustBeNames(String tenant) {
    String line = "{\"tenant_id\":" + tenant + ",\"timestamp\":1700158623979}";
    assertRejects(line, INVALID_NAME, TIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"yesterday\"",
        "true",
        "{}",
        "[1700158623979]",
        "1.7e12",
        "\"1.7e12\"",
        "\"2023-11-16\"",
        "\"2023-02-29T00:00:00Z\"",
        "\"2023-11-16T24:00:00Z\"",
        "\"null\"",
        "17001586239790000000"
      })
  void timestampsMustBeTimes(String timestamp) {
    assertRejects(
        "{\"tenant_id\":\"t\",\"timestamp\":" + timestamp + "}", INVALID_TIMESTAMP, NO_TIME);
  }

  @Test
  void missingFields() {
    assertRejects("{\"timestamp\":1700158623979}", MISSING_TENANT, TIME);
    assertRejects("{\"tenant_id\":null,\"timestamp\":1700158623979}", MISSING_TENANT, TIME);
    assertRejects("{\"tenant_id\":\"t\"}", MISSING_TIMESTAMP, NO_TIME);
    assertRejects("{\"tenant_id\":\"t\",\"timestamp\":null}", MISSING_TIMESTAMP, NO_TIME);
    assertRejects("{}", MISSING_TENANT, NO_TIME);
    assertRejects("{\"tokens_input\":-1}", NEGATIVE_NUMBER, NO_TIME);
    assertRejects("{\"timestamp\":\"x\"}", INVALID_TIMESTAMP, NO_TIME);
  }

  @Test
  void secondValueDoesNotMatter() {
    assertRejects(GOOD + ",\"tenant_id\":{\"a\":[1]}}", DUPLICATE_FIELD, TIME);
    assertRejects(GOOD + ",\"model\":{},\"model\":\"m\"}", INVALID_NAME, TIME);
  }

  @Test
  void twoTimestampsAreNoTime() {
    assertRejects(GOOD + ",\"timestamp\":1700158623979}", DUPLICATE_FIELD, NO_TIME);
    assertRejects(GOOD + ",\"success\":3,\"timestamp\":null}", INVALID_BOOLEAN, NO_TIME);
    assertRejects("{\"timestamp\":{},\"timestamp\":1,\"timestamp\":2}", INVALID_TIMESTAMP, NO_TIME);
    assertRejects(
        "{\"tenant_id\":\"t\",\"timestamp\":1" + "0".repeat(1000) + "}", NUMBER_TOO_LARGE, NO_TIME);
    assertRejects(
        "{\"tenant_id\":\"t\",\"timestamp\":\"1" + "0".repeat(1000) + "\"}",
        NUMBER_TOO_LARGE,
        NO_TIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\r",
        "{",
        "}",
        "{]",
        "[}",
        "[1",
        "\"abc",
        "nul",
        "nullx",
        "true false",
        "1 2",
        "[1] x",
        "hello",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":5.}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":0x1F}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":True}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\tb\":1}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":1/**/}",
        "{#x\n\"a\":1}",
        "{\f\"a\":1}",
        "{\u00A0\"a\":1}",
        "\u0000{}",
        "\u001E{}",
        "\uFEFF{}",
        " \uFEFF{}",
        "{\uFEFF}",
        "\uFEFF",
        "NaN",
        "-",
        "{\"a\":1x}",
        "{\"a\":truex}",
        "{\"tenant_id\":\"t\",\"timestamp\":1"
      })
  void malformed(String line) {
    assertRejects(line, MALFORMED_JSON, NO_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", " \"{}\" ", "1", "-0.5e1", "null", "true", "[1,[2]]\r"})
  void notAnObject(String line) {
    assertRejects(line, NOT_AN_OBJECT, NO_TIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "x", ",", "}", "1", "null", "\"", "\u0000", "\f", "\u00A0", "\uFEFF", "//"})
  void trailing(String more) {
    assertRejects(GOOD + "}" + more, TRAILING_CONTENT, NO_TIME);
    assertRejects("{\"tokens_input\":-1} \t" + more, TRAILING_CONTENT, NO_TIME);
  }

  @Test
  void depth() {
    String deepest = "[".repeat(999) + "]".repeat(999);
    assertThat(call("\"other\":" + deepest).tenant(), is("t"));
    assertRejects(GOOD + ",\"other\":[" + deepest + "]}", NESTING_TOO_DEEP, NO_TIME);
    assertRejects(GOOD + ",\"model\":[" + deepest + "]}", NESTING_TOO_DEEP, NO_TIME);
    assertRejects("[".repeat(100_000), NESTING_TOO_DEEP, NO_TIME);
    assertRejects("{\"a\":".repeat(100_000), NESTING_TOO_DEEP, NO_TIME);
    assertRejects("[".repeat(1000), MALFORMED_JSON, NO_TIME);
    assertRejects("[" + deepest + "]", NOT_AN_OBJECT, NO_TIME);
  }

  @Test
  void bytesThatAreNotUtf8() {
    assertRejects(bytes(GOOD + ",\"other\":\"é\"}", ISO_8859_1), INVALID_UTF8, NO_TIME);
    assertRejects(bytes("not JSON é", ISO_8859_1), INVALID_UTF8, NO_TIME);
    byte[] cut = bytes(GOOD + "é", UTF_8);
    assertRejects(Arrays.copyOf(cut, cut.length - 1), INVALID_UTF8, NO_TIME);
    // An overlong slash, a surrogate, and the first code point that there is not.
    for (String hex :
        new String[] {"\u00C0\u00AF", "\u00ED\u00A0\u0080", "\u00F4\u0090\u0080\u0080"}) {
      assertRejects(bytes("{\"a\":\"" + hex + "\"}", ISO_8859_1), INVALID_UTF8, NO_TIME);
    }
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    assertRejects(bytes(GOOD + "}", UTF_16LE), MALFORMED_JSON, NO_TIME);
    assertRejects(bytes(GOOD + "}", Charset.forName("UTF-32BE")), MALFORMED_JSON, NO_TIME);
  }

  @Test
  void detailsNameTheFieldAndNotItsValue() {
    assertThat(
        detail("\"model\":\"secret\\u0001\""), is("The field model holds a control character."));
    assertThat(detail("\"cost_usd\":\"secret\""), is("The field cost_usd is not a number."));
    assertThat(
        detail("\"success\":\"secret\""), is("The field success is neither true nor false."));
    assertThat(
        detail("\"model\":\"secret\",\"mod\\u0065l\":\"secret\""),
        is("The field model stands twice in the object."));
  }

  @Test
  void answersDoNotDependOnEarlierLines() {
    Parsed before = parse(GOOD + "}");
    for (int i = 0; i < 300; i++) {
      StringBuilder line = new StringBuilder("{\"tenant_id\":\"t\"");
      for (int k = 0; k < 300; k++) {
        line.append(",\"name_").append(i).append('_').append(k).append("\":0");
      }
      assertRejects(line + "}", MISSING_TIMESTAMP, NO_TIME);
    }
    assertThat(parse(GOOD + "}"), is(before));
  }

  @Test
  void isSerializable() {
    assertThat(
        SerializableUtils.ensureSerializable(LlmOpsFormat.INSTANCE),
        is(sameInstance(LlmOpsFormat.INSTANCE)));
  }

  private static Arguments fault(String fields, RejectReason reason) {
    return Arguments.of(fields, reason);
  }

  private static String detail(String fields) {
    return ((Reject) parse(GOOD + "," + fields + "}")).detail();
  }

  private static Call call(String fields) {
    Parsed parsed = parse(GOOD + "," + fields + "}");
    assertThat(parsed, is(instanceOf(Call.class)));
    return (Call) parsed;
  }

  private static void assertRejects(String line, RejectReason reason, long time) {
    assertRejects(bytes(line, UTF_8), reason, time);
  }

  private static void assertRejects(byte[] line, RejectReason reason, long time) {
    Parsed parsed = LlmOpsFormat.INSTANCE.parse(line, 0, line.length);
    assertThat(parsed, is(instanceOf(Reject.class)));
    Reject reject = (Reject) parsed;
    assertThat(reject.detail(), reject.reason(), is(reason));
    assertThat(reject.eventTimeMillis(), is(time));
  }

  private static Parsed parse(String line) {
    byte[] bytes = bytes(line, UTF_8);
    return LlmOpsFormat.INSTANCE.parse(bytes, 0, bytes.length);
  }

  private static byte[] bytes(String line, Charset charset) {
    return line.getBytes(charset);
  }
}
