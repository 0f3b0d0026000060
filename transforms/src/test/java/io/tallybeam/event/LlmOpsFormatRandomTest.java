package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link LlmOpsFormat} on lines nobody thought of. */
class LlmOpsFormatRandomTest {

  @Test
  void everyPrintOfACallIsReadBack() {
    RandomCalls calls = new RandomCalls(20);
    RandomLines lines = new RandomLines(21);
    for (int i = 0; i < 25_000; i++) {
      Call call = calls.next();
      String line = lines.print(call);
      byte[] bytes = line.getBytes(UTF_8);
      assertThat(line, LlmOpsFormat.INSTANCE.parse(bytes, 0, bytes.length), is(call));
    }
  }

  @Test
  void damagedLinesAgreeWithTheOracle() {
    RandomLines lines = new RandomLines(22);
    Map<RejectReason, Integer> seen = new EnumMap<>(RejectReason.class);
    int calls = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] line = lines.anything();
      Parsed parsed = LlmOpsFormat.INSTANCE.parse(line, 0, line.length);
      Parsed expected = LlmOpsOracle.parse(line);
      if (!withoutDetail(parsed).equals(expected)) {
        assertThat(new String(line, UTF_8), withoutDetail(parsed), is(expected));
      }
      if (parsed instanceof Reject reject) {
        seen.merge(reject.reason(), 1, Integer::sum);
      } else {
        calls++;
      }
    }
    // These are decided elsewhere.
    Set<RejectReason> never =
        EnumSet.of(RejectReason.LINE_TOO_LONG, RejectReason.IMPLAUSIBLE_TIMESTAMP);
    assertThat(seen.keySet(), is(EnumSet.complementOf(EnumSet.copyOf(never))));
    assertThat(seen + " and " + calls + " calls", calls > 20_000, is(true));
  }

  @Test
  void bytesAroundTheLineDoNotCount() {
    RandomLines lines = new RandomLines(23);
    Random random = new Random(23);
    for (int i = 0; i < 25_000; i++) {
      byte[] line = lines.anything();
      byte[] block = new byte[line.length + 40];
      random.nextBytes(block);
      byte[] around = random.nextBoolean() ? "}\"0, ".getBytes(UTF_8) : "\n{\"1:".getBytes(UTF_8);
      int offset = 5 + random.nextInt(20);
      System.arraycopy(around, 0, block, offset - around.length, around.length);
      System.arraycopy(around, 0, block, offset + line.length, around.length);
      System.arraycopy(line, 0, block, offset, line.length);
      byte[] before = block.clone();
      Parsed alone = LlmOpsFormat.INSTANCE.parse(line, 0, line.length);
      assertThat(LlmOpsFormat.INSTANCE.parse(block, offset, line.length), is(alone));
      assertThat("bytes are not written to", Arrays.equals(block, before), is(true));
    }
  }

  private static Parsed withoutDetail(Parsed parsed) {
    return parsed instanceof Reject reject
        ? new Reject(reject.reason(), "", reject.eventTimeMillis())
        : parsed;
  }
}
