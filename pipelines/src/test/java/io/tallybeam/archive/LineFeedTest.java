package io.tallybeam.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineFeedTest {

  @Test
  void findsTheFirstOneBetweenAnyTwoPlaces() {
    Random random = new Random(7);
    // Neighbours of the line feed, and it with the high bit, are what bit tricks mistake for it.
    byte[] alphabet = {'\n', 0x09, 0x0b, (byte) 0x8a, (byte) 0x8b, 0, (byte) 0xff, 'a'};
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      int kinds = 1 + random.nextInt(alphabet.length);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(4) == 0 ? 0 : random.nextInt(kinds)];
        bytes[i] = bytes[i] == '\n' && random.nextBoolean() ? alphabet[kinds - 1] : bytes[i];
      }
      for (int from = 0; from <= bytes.length; from++) {
        for (int to = from; to <= bytes.length; to++) {
          int first = from;
          while (first < to && bytes[first] != '\n') {
            first++;
          }
          assertThat(LineFeed.indexOf(bytes, from, to), is(first));
        }
      }
    }
  }
}
