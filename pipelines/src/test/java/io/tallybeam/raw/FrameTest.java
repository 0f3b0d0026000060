package io.tallybeam.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.topic.Records;
import io.tallybeam.topic.TopicBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a file are the events of its records, wherever in the file a record stands. */
class FrameTest {

  private static final String MARK = "\uFEFF";

  @Test
  void aByteOrderMarkIsOfNoLine() {
    assertThat(lines(MARK + "{}"), is("{}\n"));
  }

  @Test
  void aSchemasHeaderIsOfNoLine() {
    assertThat(lines("\0\0\0\n\u0001{}"), is("{}\n"));
    assertThat(lines("\0\0\0\0\u0001[]"), is("\0\0\0\0\u0001[]\n"));
  }

  /** A file that begins with what is left would lose the second one, and count the event. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void anEventBehindSeveralMarksIsARejectAlsoInAFile(int marks) {
    assertThat(lines(MARK.repeat(marks) + "{}"), is("\n" + MARK.repeat(marks - 1) + "{}\n"));
  }

  private static String lines(String value) {
    byte[] block = new Records("t", 0).add(7, 1, value.getBytes(UTF_8)).block();
    return new String(Frame.of(new TopicBlock(block), -1).orElseThrow().unpack(), UTF_8);
  }
}
