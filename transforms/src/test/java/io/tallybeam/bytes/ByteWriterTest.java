package io.tallybeam.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link ByteWriter} writes, a {@link ByteReader} reads back, to the byte. */
class ByteWriterTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "2147483647, 5",
    "9223372036854775807, 9",
    "-1, 10",
    "-9223372036854775808, 10"
  })
  void varLongsAreShortWhereTheValueIsSmall(long value, int size) {
    ByteWriter out = new ByteWriter(0);
    out.writeVarLong(value);
    assertThat(out.size(), is(size));
    assertThat(readerOf(out).readVarLong(), is(value));
  }

  @Test
  void layoutIsFixed() {
    ByteWriter out = new ByteWriter(1);
    out.writeByte(0x1FF);
    out.writeVarLong(300);
    out.writeFixedLong(0x0102030405060708L);
    out.writeBytes(new byte[] {9, 10, 11, 12}, 1, 2);
    out.writeUtf8("é");
    assertThat(
        out.toByteArray(),
        is(
            new byte[] {
              -1, (byte) 0xAC, 2, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 2, (byte) 0xC3, (byte) 0xA9
            }));
  }

  @Test
  void anythingWrittenIsReadBackInOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      ByteWriter out = new ByteWriter(random.nextInt(4));
      List<Consumer<ByteReader>> checks = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        checks.add(writeSomething(random, out));
      }
      byte[] framed = new byte[out.size() + 7];
      System.arraycopy(out.array(), 0, framed, 3, out.size());
      ByteReader in = new ByteReader(framed, 3, out.size());
      checks.forEach(check -> check.accept(in));
      assertThat(in.hasRemaining(), is(false));
      assertThat(in.position(), is(3 + out.size()));
    }
  }

  @Test
  void resetForgetsWhatWasWritten() {
    ByteWriter out = new ByteWriter(2);
    out.writeUtf8("before");
    out.reset();
    assertThat(out.size(), is(0));
    out.writeByte(7);
    assertThat(out.toByteArray(), is(new byte[] {7}));
  }

  @Test
  void nothingIsReadPastTheEnd() {
    // The array goes on behind the end that the reader was given.
    byte[] bytes = new byte[32];
    assertPastTheEnd(() -> new ByteReader(bytes, 4, 0).readByte());
    assertPastTheEnd(() -> new ByteReader(bytes, 4, 7).readFixedLong());
    assertPastTheEnd(() -> new ByteReader(bytes, 4, 2).readBytes(3));
    assertPastTheEnd(() -> new ByteReader(bytes, 4, 2).skip(3));
    assertPastTheEnd(() -> new ByteReader(new byte[] {3, 'a', 'b', 'c'}, 0, 3).readUtf8());
    assertPastTheEnd(() -> new ByteReader(new byte[] {-1, -1, 'c'}, 0, 2).readVarLong());
    ByteWriter negative = new ByteWriter(10);
    negative.writeVarLong(-1);
    assertPastTheEnd(() -> readerOf(negative).readUtf8());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80808080808080808002", "ffffffffffffffffffff01", "8000", "ff8000"})
  void bytesThatNoWriterWritesAreNoVarLong(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThrows(
        IllegalStateException.class, () -> new ByteReader(bytes, 0, bytes.length).readVarLong());
  }

  @Test
  void negativeLengthsAndRangesOutsideTheArrayAreRefused() {
    byte[] bytes = new byte[4];
    assertThrows(IllegalArgumentException.class, () -> new ByteReader(bytes, 0, 4).skip(-1));
    assertThrows(IllegalArgumentException.class, () -> new ByteReader(bytes, 0, 4).readBytes(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> new ByteReader(bytes, 2, 3));
  }

  private static Consumer<ByteReader> writeSomething(Random random, ByteWriter out) {
    long number = random.nextLong() >> random.nextInt(64);
    byte[] bytes = new byte[random.nextInt(30)];
    random.nextBytes(bytes);
    switch (random.nextInt(6)) {
      case 0 -> {
        out.writeByte((int) number);
        return in -> assertThat(in.readByte(), is((int) number & 0xFF));
      }
      case 1 -> {
        out.writeVarLong(number);
        return in -> assertThat(in.readVarLong(), is(number));
      }
      case 2 -> {
        out.writeFixedLong(number);
        return in -> assertThat(in.readFixedLong(), is(number));
      }
      case 3 -> {
        out.writeBytes(bytes, 0, bytes.length);
        return in -> assertThat(in.readBytes(bytes.length), is(bytes));
      }
      case 4 -> {
        out.writeBytes(bytes, 0, bytes.length);
        return in -> in.skip(bytes.length);
      }
      default -> {
        String text = new String(bytes, UTF_8);
        out.writeUtf8(text);
        return in -> assertThat(in.readUtf8(), is(text));
      }
    }
  }

  private static ByteReader readerOf(ByteWriter out) {
    return new ByteReader(out.array(), 0, out.size());
  }

  private static void assertPastTheEnd(Executable read) {
    IllegalStateException e = assertThrows(IllegalStateException.class, read);
    assertThat(e.getMessage(), containsString("are left"));
  }
}
