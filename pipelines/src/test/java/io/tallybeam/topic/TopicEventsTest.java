package io.tallybeam.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.tallybeam.fold.EventReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicEventsTest {

  private static final TopicEvents EVENTS = new TopicEvents(10, 600);

  @Test
  void aValueIsALineOrSeveral() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(70, 1_000, "one".getBytes(UTF_8));
    block.add(71, 1_000, "two\nthree\r\n\n \t\nfour\n".getBytes(UTF_8));
    assertThat(
        read(block.finish()),
        contains(
            "one t/3/70+0 until 1600",
            "two t/3/71+0 until 1600",
            "three t/3/71+4 until 1600",
            "four t/3/71+15 until 1600"));
  }

  @Test
  void nothingIsNoEvent() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(0, 1_000, null);
    block.add(1, 1_000, new byte[0]);
    block.add(2, 1_000, " \r\n\n".getBytes(UTF_8));
    block.add(3, 1_000, "\ufeff".getBytes(UTF_8));
    assertThat(read(block.finish()), is(empty()));
  }

  @Test
  void aByteOrderMarkBelongsToNoLine() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(5, 1_000, "\ufeffone\n\ufeff2".getBytes(UTF_8));
    assertThat(
        read(block.finish()), contains("one t/3/5+3 until 1600", "\ufeff2 t/3/5+7 until 1600"));
  }

  /** An id may hold the byte of a line feed. */
  @Test
  void aSchemasHeaderBelongsToNoLine() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(5, 1_000, "\0\0\0\n\1{one}".getBytes(UTF_8));
    block.add(6, 1_000, "\0\0\0\0\1{two}\n{3}".getBytes(UTF_8));
    assertThat(
        read(block.finish()),
        contains(
            "{one} t/3/5+5 until 1600", "{two} t/3/6+5 until 1600", "{3} t/3/6+11 until 1600"));
  }

  @Test
  void whatIsNoHeaderOfJsonStays() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(5, 1_000, "\0\0\0\0\1avro".getBytes(UTF_8));
    block.add(6, 1_000, "\0\0\0\0\1".getBytes(UTF_8));
    assertThat(
        read(block.finish()),
        contains("\0\0\0\0\1avro t/3/5+0 until 1600", "\0\0\0\0\1 t/3/6+0 until 1600"));
  }

  @Test
  void aLongLineIsCutOff() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(5, 1_000, "0123456789\n0123456789A\r\nnext".getBytes(UTF_8));
    assertThat(
        read(block.finish()),
        contains(
            "0123456789 t/3/5+0 until 1600",
            "0123456789... of 11 t/3/5+11 until 1600",
            "next t/3/5+24 until 1600"));
  }

  @Test
  void aRecordWithoutATimeBoundsNone() throws IOException {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 3);
    block.add(5, 1_000, "a".getBytes(UTF_8));
    block.add(6, TopicBlock.NO_TIMESTAMP, "b".getBytes(UTF_8));
    block.add(7, Long.MAX_VALUE - 1, "c".getBytes(UTF_8));
    assertThat(
        read(block.finish()),
        contains(
            "a t/3/5+0 until 1600",
            "b t/3/6+0 until " + Long.MAX_VALUE,
            "c t/3/7+0 until " + Long.MAX_VALUE));
  }

  private static List<String> read(byte[] block) throws IOException {
    List<String> read = new ArrayList<>();
    EVENTS.read(
        block,
        new EventReader.Events() {
          private long until;

          @Override
          public void believeUntil(long latestMillis) {
            until = latestMillis;
          }

          @Override
          public void event(byte[] buffer, int offset, int length, long position) {
            add(new String(buffer, offset, length, UTF_8), position);
          }

          @Override
          public void tooLong(
              byte[] buffer, int offset, int length, long position, long totalLength) {
            add(new String(buffer, offset, length, UTF_8) + "... of " + totalLength, position);
          }

          private void add(String text, long position) {
            EventReader.Origin origin = EVENTS.origin(block, position);
            read.add(text + " " + origin.name() + "+" + origin.position() + " until " + until);
          }
        });
    return read;
  }
}
