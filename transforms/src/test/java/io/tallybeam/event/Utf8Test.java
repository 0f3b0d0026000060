package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void everySequenceOfTwoBytesAgreesWithTheDecoderOfJava() {
    byte[] bytes = new byte[2];
    for (int i = 0; i < 1 << 16; i++) {
      bytes[0] = (byte) (i >> 8);
      bytes[1] = (byte) i;
      assertAgrees(bytes);
    }
  }

  @Test
  void everyStartOfThreeAndFourBytesAgreesWithTheDecoderOfJava() {
    // Second bytes decide; of the later ones, those on an edge.
    int[] edges = {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    for (int first = 0xC0; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : edges) {
          assertAgrees(new byte[] {(byte) first, (byte) second, (byte) third});
          for (int fourth : edges) {
            assertAgrees(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void longTextsWithOneDamagedByteAgreeWithTheDecoderOfJava() {
    Random random = new Random(5);
    String[] parts = {"plain ASCII", "é", "…", "漢字", "🐝", "\u0000", "\uFEFF", "\u007F\u0080"};
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(6); k >= 0; k--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertAgrees(bytes);
    }
  }

  /** Compares also in the middle of other bytes, which must not count. */
  private static void assertAgrees(byte[] bytes) {
    boolean expected = decodes(bytes);
    byte[] framed = new byte[bytes.length + 4];
    framed[0] = (byte) 0xFF;
    framed[1] = (byte) 0xE2;
    framed[bytes.length + 2] = (byte) 0x80;
    framed[bytes.length + 3] = (byte) 0xFF;
    System.arraycopy(bytes, 0, framed, 2, bytes.length);
    boolean valid = Utf8.isValid(framed, 2, bytes.length);
    // The message is built only where it is needed: there are hundreds of thousands of cases.
    if (valid != expected) {
      assertThat(HexFormat.of().formatHex(bytes), valid, is(expected));
    }
  }

  private static boolean decodes(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).remaining() >= 0;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
