package io.tallybeam.partial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.LedgerCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link PartialRows} against a sorted map for each group. */
class PartialRowsTest {

  /** What an empty one weighs: of very many groups it is most. */
  private static final int BYTES_OF_GROUP = 512;

  private static final int SHARDS = 3;

  @Test
  void everyKeyIsThereOnceInOrder() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      PartialRows<LedgerCounts> rows =
          new PartialRows<>(
              "t",
              LedgerCounts::read,
              key -> key.windowStart() / 3,
              key -> Math.floorMod(key.namesHash(), SHARDS));
      for (int flush = 0; flush < 3; flush++) {
        assertThat(rows.size(), is(0L));
        Map<GroupKey, Map<Key, Long>> expected = new HashMap<>();
        fill(rows, random, expected);
        Map<GroupKey, List<Block>> blocks = new HashMap<>();
        rows.flush(
            BlockStore.INLINE,
            (group, block) -> blocks.computeIfAbsent(group, g -> new ArrayList<>()).add(block));
        assertThat(blocks.keySet(), is(expected.keySet()));
        for (Map.Entry<GroupKey, List<Block>> group : blocks.entrySet()) {
          assertThat("one block", group.getValue().size(), is(1));
          assertRows(group.getValue().get(0), expected.get(group.getKey()));
        }
      }
    }
  }

  private static void fill(
      PartialRows<LedgerCounts> rows, Random random, Map<GroupKey, Map<Key, Long>> expected) {
    int names = 1 + random.nextInt(400);
    for (int i = random.nextInt(3_000); i > 0; i--) {
      Key key = key(random, random.nextInt(names));
      long count = random.nextInt(1_000);
      rows.add(key, LedgerCounts.of(count, 0, 0, 0, 0, 0, 0));
      GroupKey group =
          new GroupKey("t", key.windowStart() / 3, Math.floorMod(key.namesHash(), SHARDS));
      expected.computeIfAbsent(group, g -> new TreeMap<>()).merge(key, count, Long::sum);
    }
  }

  /** Names of all lengths: short ones that others begin with, long ones, and not only ASCII. */
  private static Key key(Random random, int number) {
    Random named = new Random(number);
    KeyWriter key = new KeyWriter();
    for (int part = 0; part < 2; part++) {
      String tail =
          switch (named.nextInt(4)) {
            case 0 -> "";
            case 1 -> "é\uD83D\uDE00".repeat(named.nextInt(3));
            case 2 -> "x".repeat(named.nextInt(200));
            default -> Integer.toString(named.nextInt(50));
          };
      key.name("tenant-".substring(0, named.nextInt(8)) + tail);
    }
    return key.window(random.nextInt(7) - 3);
  }

  private static void assertRows(Block block, Map<Key, Long> expected) throws IOException {
    List<Key> keys = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    try (FrameReader frames = new FrameReader(block, BlockStore.INLINE)) {
      for (byte[] frame = frames.nextFrame(); frame.length > 0; frame = frames.nextFrame()) {
        ByteReader records = new ByteReader(frame, 0, frame.length);
        while (records.hasRemaining()) {
          keys.add(Key.read(records));
          counts.add(LedgerCounts.read(records).read());
        }
      }
    }
    assertThat(keys, is(List.copyOf(expected.keySet())));
    assertThat(counts, is(List.copyOf(expected.values())));
  }

  @Test
  void theirSizeIsThatOfTheirBytesAndOfTwoGroups() {
    PartialRows<LedgerCounts> rows =
        new PartialRows<>("t", LedgerCounts::read, key -> 0, key -> key.namesHash() & 1);
    ByteWriter bytes = new ByteWriter(64);
    for (int i = 0; i < 100; i++) {
      Key key = new KeyWriter().name("n" + i % 7).window(i);
      LedgerCounts counts = LedgerCounts.of(i, 0, 0, 0, 0, 0, 0);
      rows.add(key, counts);
      key.write(bytes);
      counts.write(bytes);
    }
    assertThat(rows.size(), is(2L * BYTES_OF_GROUP + bytes.size()));
  }
}
