package io.tallybeam.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyedHashTest {

  @Test
  void everyBitCounts() {
    Random random = new Random(1);
    int same = 0;
    for (int length = 1; length < 80; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      int hash = KeyedHash.of(7, bytes, 0, length);
      for (int bit = 0; bit < length * Byte.SIZE; bit++) {
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        same += KeyedHash.of(7, bytes, 0, length) == hash ? 1 : 0;
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      }
      same += KeyedHash.of(8, bytes, 0, length) == hash ? 1 : 0;
      same += KeyedHash.of(7, bytes, 0, length - 1) == hash ? 1 : 0;
    }
    // Of 25,000 chances of one in 2^32.
    assertThat(same, is(lessThan(3)));
  }

  @Test
  void whereTheBytesStandDoesNot() {
    byte[] bytes = "xxrequest-0123456789-0123456789yy".getBytes(US_ASCII);
    byte[] alone = "request-0123456789-0123456789".getBytes(US_ASCII);
    assertThat(
        KeyedHash.of(1, bytes, 2, alone.length), is(KeyedHash.of(1, alone, 0, alone.length)));
  }

  @Test
  void idsThatAreNearEachOtherAreFarApart() {
    Set<Integer> hashes = new HashSet<>();
    int ids = 200_000;
    for (int i = 0; i < ids; i++) {
      byte[] id = ("req-2026-03-03-" + i).getBytes(US_ASCII);
      hashes.add(KeyedHash.of(5, id, 0, id.length));
    }
    // Some five of them meet by chance.
    assertThat(hashes.size(), is(greaterThan(ids - 30)));
  }

  /** Of a hash without a key one word can be worked out from the other. */
  @Test
  void idsThatWereMadeToHaveOneHashHaveMany() {
    long seed = ByteHash.mix(0, 0);
    Set<Long> meant = new HashSet<>();
    Set<Integer> hashes = new HashSet<>();
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      long first = random.nextLong();
      long second = ByteHash.mix(ByteHash.mix(seed, 16), first) ^ 42;
      byte[] id = new byte[16];
      ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN).putLong(first).putLong(second);
      meant.add(ByteHash.of(seed, id, 0, id.length));
      hashes.add(KeyedHash.of(seed, id, 0, id.length));
    }
    assertThat(meant.size(), is(1));
    assertThat(hashes.size(), is(greaterThan(990)));
  }
}
