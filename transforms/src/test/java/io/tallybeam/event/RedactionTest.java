package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final Redaction REDACTION = new Redaction(Redaction.DEFAULT_LIMIT, true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user\":\"jane.doe+x@mail.example.com\"} | {\"user\":\"[REDACTED_EMAIL]\"}",
        "a@b.co,c@d.org | [REDACTED_EMAIL],[REDACTED_EMAIL]",
        "call 555-123-4567 or 555.123.4567 or 5551234567 | call [REDACTED_PHONE] or"
            + " [REDACTED_PHONE] or [REDACTED_PHONE]",
        "ssn 123-45-6789. | ssn [REDACTED_SSN].",
        "4111 1111 1111 1111 | [REDACTED_CREDIT_CARD]",
        "4111-1111-1111-1111 | [REDACTED_CREDIT_CARD]",
        "4111111111111111 | [REDACTED_CREDIT_CARD]",
        "café 4111111111111111é | café [REDACTED_CREDIT_CARD]é",
        "line\\n555-123-4567\\nline | line\\n[REDACTED_PHONE]\\nline",
        "line\\n\\t123-45-6789 | line\\n\\t[REDACTED_SSN]",
        "john\\u0040example.com | [REDACTED_EMAIL]",
        "4\\u003111111111111111 | [REDACTED_CREDIT_CARD]",
        "555\\u002d123\\u002D4567 | [REDACTED_PHONE]",
        "\\u00e94111111111111111 | \\u00e9[REDACTED_CREDIT_CARD]",
      })
  void personalDataIsReplaced(String text, String expected) {
    assertThat(redact(REDACTION, text), is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing here",
        "a@b",
        "@example.com",
        "a@b.c",
        "id41111111111111111",
        "555-123-45678",
        "x555-123-4567",
        "1234-45-6789",
        "2023-11-16T18:17:03.979Z",
        "1700158623979",
        "{\"tokens_input\":123456789}",
        "{\"timestamp\":1700158500,\"tokens_input\":12.5}",
        "{\"timestamp\" : 1700158500.123456}",
        "{\"timestamp\":1700158500123456}",
        "{\\\"timestamp\\\":1700158500}"
      })
  void otherTextIsKept(String text) {
    assertThat(redact(REDACTION, text), is(text));
  }

  @Test
  void whatTheLimitWouldCutIsReplacedAsAWhole() {
    Redaction ten = new Redaction(10, true);
    assertThat(redact(ten, "12345678 jane.doe@example.com, more"), is("12345678 ["));
    assertThat(redact(new Redaction(3, true), "jane@example.com"), is("[RE"));
    assertThat(redact(ten, "ends at 10 jane@example.com"), is("ends at 10".substring(0, 10)));
  }

  @Test
  void whatLiesBehindTheLimitDoesNotComeIntoSight() {
    // Replacing makes this text shorter than the limit; what follows must not fill the room.
    String local = "x".repeat(80);
    String text = (local + "@example.com ").repeat(10);
    assertThat(redact(new Redaction(94, true), text), is("[REDACTED_EMAIL] [REDACTED_EMAIL]"));
  }

  /** Unescaped the text is short, and a number that was cut behind the margin would be in sight. */
  @Test
  void whatIsCutBehindTheMarginOfAnEscapedTextIsNotInSight() {
    int cut = REDACTION.limit() + Redaction.MARGIN;
    String escaped = "\\u0061".repeat(cut / 6 - 1);
    String number = " 4111 1111 1111 1111";
    String text = escaped + "a".repeat(cut - escaped.length() - 10) + number + "b".repeat(3000);

    assertThat(redact(REDACTION, text), not(containsString("4111")));
  }

  @Test
  void cutTextIsTheStartOfTheWholeText() {
    Random random = new Random(11);
    String[] parts = {
      "jane@example.com",
      "555-123-4567",
      "123-45-6789",
      "4111 1111 1111 1111",
      "word",
      " ",
      ",",
      "é",
      "\\n",
      "漢字",
      "5",
      "-"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(60); k >= 0; k--) {
        text.append(parts[random.nextInt(parts.length)]).append(random.nextBoolean() ? " " : "");
      }
      int limit = random.nextInt(200);
      String cut = redact(new Redaction(limit, true), text.toString());
      String whole = redact(REDACTION, text.toString());
      assertThat(cut.length(), is(lessThanOrEqualTo(limit)));
      assertThat(text + " at " + limit, whole, startsWith(cut));
    }
  }

  @Test
  void keysOfAnApiAreReplaced() {
    assertThat(
        redact(REDACTION, "{\"api_key\" : \"sk-1,2 3\",\"model\":\"m\"}"),
        is("{\"api_key\" : [REDACTED_API_KEY],\"model\":\"m\"}"));
    assertThat(redact(REDACTION, "{\"api_key\":\"sk-cut o"), is("{\"api_key\":[REDACTED_API_KEY]"));
    assertThat(
        redact(REDACTION, "{\"api_key\":123,\"api_key_hash\":\"ab\"}"),
        is("{\"api_key\":[REDACTED_API_KEY],\"api_key_hash\":\"ab\"}"));
    assertThat(
        redact(REDACTION, "{\"api\\u005fkey\":\"sk\"}"), is("{\"api_key\":[REDACTED_API_KEY]}"));
  }

  @Test
  void keysOfAnApiAreReplacedWhateverTheyAre() {
    assertThat(
        redact(REDACTION, "{\"api_key\":\"sk\\\"rest\",\"a\":1}"),
        is("{\"api_key\":[REDACTED_API_KEY],\"a\":1}"));
    assertThat(
        redact(REDACTION, "{\"api_key\":[\"sk-1\"],\"a\":1}"),
        is("{\"api_key\":[REDACTED_API_KEY]"));
    assertThat(
        redact(REDACTION, "{\"api_key\": {\"value\":\"sk-1\"}}"),
        is("{\"api_key\": [REDACTED_API_KEY]"));
  }

  /** As of a producer that encodes twice, or prints its objects as Python does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"{\\\"api_key\\\":\\\"sk-1\\\",\\\"a\\\":1}\" | \"{\\\"api_key\\\":[REDACTED_API_KEY],\\\"a\\\":1}\"",
        "{\\\"api_key\\\" : \\\"sk\\\\\\\"rest\\\",b | {\\\"api_key\\\" : [REDACTED_API_KEY],b",
        "{\\\"api_key\\\":\\\"sk\\\\\\\\\\\",b | {\\\"api_key\\\":[REDACTED_API_KEY],b",
        "{\\\\\\\"api_key\\\\\\\":\\\\\\\"sk\\\\\\\",b | {\\\\\\\"api_key\\\\\\\":[REDACTED_API_KEY],b",
        "{\\\"api_key\\\":12} | {\\\"api_key\\\":[REDACTED_API_KEY]}",
        "{'api_key': 'sk \"1\"', 'a': 1} | {'api_key': [REDACTED_API_KEY], 'a': 1}",
        "\\u0022api_key\\u0022:\\u0022sk\\u0022,a | \\\"api_key\\\":[REDACTED_API_KEY],a",
        "{\"api_key\":\"sk\\u0022rest\\u005c\",\"a\":1} | {\"api_key\":[REDACTED_API_KEY],\"a\":1}",
        "{\"api_key\":\"sk\\\\u0022rest\",\"a\":1} | {\"api_key\":[REDACTED_API_KEY],\"a\":1}",
        "john\\\\u0040example.com | [REDACTED_EMAIL]",
        "{\"api_key\":,\"api_key\" \"a\"} | {\"api_key\":,\"api_key\" \"a\"}",
      })
  void keysOfAnApiAreReplacedHoweverTheyAreQuoted(String text, String expected) {
    assertThat(redact(REDACTION, text), is(expected));
  }

  /** However many bytes its characters have. */
  @Test
  void textThatFitsIsKeptWhole() {
    for (String unit : new String[] {"a", "é", "漢", "🐝"}) {
      String text = unit.repeat(REDACTION.limit() / unit.length());
      assertThat(redact(REDACTION, text), is(text));
    }
  }

  @Test
  void nothingIsReplacedWhereItIsSwitchedOff() {
    Redaction off = new Redaction(20, false);
    assertThat(redact(off, "jane@example.com and more"), is("jane@example.com and"));
  }

  @Test
  void bytesThatAreNoTextBecomeText() {
    byte[] bytes = {'a', 0, (byte) 0xFF, 'b', (byte) 0xE2, (byte) 0x80};
    assertThat(REDACTION.redact(bytes, 0, bytes.length), is("a\uFFFD\uFFFDb\uFFFD"));
    assertThat(REDACTION.redact(bytes, 3, 1), is("b"));
  }

  @Test
  void noCharacterIsCutInTwo() {
    for (int limit = 0; limit < 8; limit++) {
      String text = redact(new Redaction(limit, true), "🐝🐝🐝🐝");
      assertThat(text, is("🐝".repeat(limit / 2)));
    }
    // Bytes are cut before they are decoded: none of the kept ones may be spoiled by it.
    for (String unit : new String[] {"a", "é", "漢", "🐝", "a漢", "aa🐝"}) {
      String text = unit.repeat(4_000);
      assertThat(text, startsWith(redact(new Redaction(1_999, true), text)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a@",
        "@",
        "a@a.",
        "a@a.aa|",
        "a-a.a_",
        "1",
        "1-",
        "1234 ",
        "\\u0000",
        "\\",
        "\"api_key\"",
        "\"api_key\":\"a",
        "\"api_key\\\\"
      })
  void hostileTextTakesNoLongerThanOther(String unit) {
    // A pattern that backtracks needs hours for these.
    String text = unit.repeat(1_000_000 / unit.length());
    String kept = redact(new Redaction(text.length(), true), text);
    assertThat(kept.isEmpty(), is(false));
    assertThat(redact(REDACTION, text).length(), is(lessThanOrEqualTo(REDACTION.limit())));
  }

  @Test
  void rawBytesOfEveryKindGiveText() {
    byte[] bytes = new byte[1 << 20];
    new Random(12).nextBytes(bytes);
    String text = REDACTION.redact(bytes, 0, bytes.length);
    assertThat(text.indexOf('\0'), is(-1));
    assertThat(new String(text.getBytes(UTF_8), UTF_8), is(text));
    String latin = "josé@example.com";
    assertThat(
        REDACTION.redact(latin.getBytes(ISO_8859_1), 0, latin.length()),
        is("jos\uFFFD@example.com"));
  }

  @Test
  void isSerializable() {
    assertThat(SerializableUtils.ensureSerializable(REDACTION), is(REDACTION));
    assertThrows(IllegalArgumentException.class, () -> new Redaction(-1, true));
  }

  private static String redact(Redaction redaction, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    return redaction.redact(bytes, 1, bytes.length - 2);
  }
}
