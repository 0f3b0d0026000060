package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EmailAddressesTest {

  /** The pattern itself, with the word boundaries of ASCII written out. */
  private static final Pattern PATTERN =
      Pattern.compile(
          "\\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Z|a-z]{2,}\\b"
              .replace(
                  "\\b",
                  "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))"));

  @Test
  void findsWhatThePatternFinds() {
    Random random = new Random(10);
    String[] parts = {
      "a", "bc", "Z", "7", "_", ".", "..", "%", "+", "-", "@", "@", "|", " ", "é", "\"", "\\n",
      ".co", "x@y.org"
    };
    int found = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(14); k >= 0; k--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      List<String> expected = byPattern(text.toString());
      assertThat(text.toString(), bySearch(text.toString()), is(expected));
      found += expected.size();
    }
    assertThat("addresses were found", found > 100_000, is(true));
  }

  private static List<String> byPattern(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      found.add(matcher.start() + " to " + matcher.end());
    }
    return found;
  }

  private static List<String> bySearch(String text) {
    List<String> found = new ArrayList<>();
    EmailAddresses addresses = new EmailAddresses(text);
    while (addresses.next()) {
      found.add(addresses.start() + " to " + addresses.end());
    }
    return found;
  }
}
