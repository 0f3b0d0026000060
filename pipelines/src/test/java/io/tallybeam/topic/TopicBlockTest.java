package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicBlockTest {

  private record Written(long offset, long timestamp, List<Byte> value) {}

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(7);
    TopicBlock.Writer writer = new TopicBlock.Writer("a.topic-\u00e9", 4711);
    for (int run = 0; run < 500; run++) {
      List<Written> all = new ArrayList<>();
      long offset = random.nextLong(1L << random.nextInt(1, 62));
      for (int i = random.nextInt(50); i > 0; i--) {
        byte[] value = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(2_000)];
        random.nextBytes(value);
        long timestamp =
            random.nextInt(5) == 0 ? TopicBlock.NO_TIMESTAMP : random.nextLong(1L << 45);
        writer.add(offset, timestamp, value.length == 0 && random.nextBoolean() ? null : value);
        all.add(new Written(offset, timestamp, bytes(value, 0, value.length)));
        offset += 1 + random.nextInt(3);
      }
      byte[] encoded = writer.finish();
      assertThat(read(encoded), is(all));
    }
  }

  private static List<Written> read(byte[] encoded) {
    TopicBlock block = new TopicBlock(encoded);
    assertThat(block.topic(), is("a.topic-\u00e9"));
    assertThat(block.partition(), is(4711));
    List<Written> read = new ArrayList<>();
    while (block.next()) {
      List<Byte> value = bytes(block.bytes(), block.valueStart(), block.valueLength());
      assertThat(block.hasLineFeed(), is(value.contains((byte) '\n')));
      read.add(new Written(block.offset(), block.timestamp(), value));
    }
    return read;
  }

  private static List<Byte> bytes(byte[] all, int start, int length) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : Arrays.copyOfRange(all, start, start + length)) {
      bytes.add(b);
    }
    return bytes;
  }
}
