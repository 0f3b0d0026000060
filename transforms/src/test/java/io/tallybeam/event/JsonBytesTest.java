package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

final class JsonBytesTest {

  private static final String LONG = "x".repeat(JsonBytes.SHARED_BYTES);

  /** They would stay in memory for as long as the process lives. */
  @Test
  void namesOfLongLinesAreNotRemembered() {
    int none = JsonBytes.rememberedNames();
    parse("{\"a name of a short line\":1}");
    int before = JsonBytes.rememberedNames();
    assertThat(before, is(greaterThan(none)));
    for (int i = 0; i < 100; i++) {
      parse("{\"" + i + LONG + "\":{\"a" + i + "\":1}}");
    }
    assertThat(JsonBytes.rememberedNames(), is(before));
  }

  /** By the strict reader, which alone remembers names so. */
  private static void parse(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    LlmOpsFormat.INSTANCE.parse(bytes, 0, bytes.length);
  }
}
