package io.tallybeam.partial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link PartialFold} and {@link PartialMerge} against one sorted map. */
class PartialMergeTest {

  private static final int WINDOWS = 6;
  private static final int SHARDS = 3;

  private record Addition(Key key, long value) {}

  @Test
  void splitsFlushesAndOrdersDoNotShow() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 60; round++) {
      List<Addition> additions = additions(random, random.nextInt(3_000), 1 + random.nextInt(400));
      Map<GroupKey, TreeMap<Key, Long>> expected = new HashMap<>();
      for (Addition addition : additions) {
        expected
            .computeIfAbsent(group(addition.key), g -> new TreeMap<>())
            .merge(addition.key, addition.value, Long::sum);
      }
      Map<GroupKey, List<Block>> blocks = new HashMap<>();
      List<PartialFold<Total>> workers = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        workers.add(new PartialFold<>("t", Total::new));
      }
      int seldom = 1 + random.nextInt(500);
      for (Addition addition : additions) {
        PartialFold<Total> worker = workers.get(random.nextInt(workers.size()));
        worker.at(addition.key).merge(Total.of(addition.value, 0));
        if (random.nextInt(seldom) == 0) {
          flush(worker, BlockStore.INLINE, blocks);
        }
      }
      for (PartialFold<Total> worker : workers) {
        flush(worker, BlockStore.INLINE, blocks);
        assertThat(worker.size(), is(0));
      }
      assertThat(blocks.keySet(), is(expected.keySet()));
      for (Map.Entry<GroupKey, List<Block>> group : blocks.entrySet()) {
        Collections.shuffle(group.getValue(), random);
        assertThat(merge(group.getValue()), is(inOrder(expected.get(group.getKey()))));
      }
    }
  }

  @Test
  void theBytesOfABlockDoNotTellTheOrderOfInsertion() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 30; round++) {
      List<Addition> additions = additions(random, 1_000, 300);
      Map<GroupKey, List<Block>> first = fold(additions);
      Collections.shuffle(additions, random);
      assertThat(fold(additions), is(first));
    }
  }

  /** Elements are limited by runners. */
  @Test
  void aLargeGroupIsSeveralBlocks() throws IOException {
    int size = 4 << 10;
    int keys = BlockStore.INLINE_BYTES / size + 100;
    PartialFold<Total> fold = new PartialFold<>("t", Total::new);
    for (int i = 0; i < keys; i++) {
      fold.at(new KeyWriter().number(i).window(0)).merge(Total.of(i, size));
    }
    List<Block> blocks = new ArrayList<>();
    fold.flush(key -> 0, key -> 0, BlockStore.INLINE, (group, block) -> blocks.add(block));

    assertThat(blocks.size(), is(2));
    for (Block block : blocks) {
      assertThat(block.length(), lessThanOrEqualTo(BlockStore.INLINE_BYTES + 2 * size));
    }
    assertThat(merge(blocks).size(), is(keys));
  }

  @Test
  void aFlushWithoutKeysGivesNoBlock() throws IOException {
    Map<GroupKey, List<Block>> blocks = new HashMap<>();
    flush(new PartialFold<>("t", Total::new), BlockStore.INLINE, blocks);
    assertThat(blocks, is(Map.of()));
    assertThat(merge(List.of()), is(List.of()));
    assertThat(merge(List.of(new Block.Inline(new byte[0]))), is(List.of()));
  }

  /** Keys that meet in one bucket of a hash map are still different keys. */
  @Test
  void keysOfOneHashAreKeptApart() throws IOException {
    PartialFold<Total> fold = new PartialFold<>("t", Total::new);
    List<String> names = List.of("AaAa", "AaBB", "BBAa", "BBBB");
    Set<Integer> hashes = new HashSet<>();
    for (String name : names) {
      Key key = new KeyWriter().name(name).window(0);
      hashes.add(key.hashCode());
      fold.at(key).merge(Total.of(1, 0));
    }
    assertThat(hashes.size(), is(1));
    Map<GroupKey, List<Block>> blocks = new LinkedHashMap<>();
    flush(fold, BlockStore.INLINE, blocks);
    assertThat(blocks.values().stream().mapToInt(PartialMergeTest::size).sum(), is(4));
  }

  /** Many frames a block: of each, no more than the frame in use may be in memory. */
  @Test
  void aMergeReadsOneFrameOfABlockAtATime() throws IOException {
    int blocks = 5;
    int keys = 4_000;
    int padding = 400;
    WatchedStore store = new WatchedStore();
    List<Block> runs = new ArrayList<>();
    Random random = new Random(3);
    for (int block = 0; block < blocks; block++) {
      PartialFold<Total> fold = new PartialFold<>("t", Total::new);
      for (int key = 0; key < keys; key++) {
        // Keys of all blocks, of one, and none for a while: blocks are not used up alike.
        if (key % 3 == 0 || key % blocks == block || random.nextInt(keys) > key) {
          fold.at(new KeyWriter().number(key).window(0)).merge(Total.of(1, padding));
        }
      }
      fold.flush(key -> 0, key -> 0, store, (group, run) -> runs.add(run));
    }
    long all = runs.stream().mapToLong(run -> ((Block.Stored) run).length()).sum();
    assertThat(all, is(greaterThan(blocks * 20L * FRAME)));
    long[] merged = new long[2];
    try (PartialMerge<Total> merge = new PartialMerge<>(runs, store, Total::read)) {
      merge.forEach(
          (key, total) -> {
            merged[0] += total.sum() * padding;
            merged[1] = Math.max(merged[1], store.bytesRead() - merged[0]);
          });
      assertThat(store.open(), is(blocks));
    }
    assertThat(store.open(), is(0));
    assertThat(store.bytesRead(), is(all));
    // What is read and not yet merged, and what the records have beside their padding.
    long overhead = all - merged[0];
    assertThat(merged[1] - overhead, is(lessThanOrEqualTo(blocks * (long) (FRAME + padding))));
  }

  private static final int FRAME = 32 << 10;

  private static List<Addition> additions(Random random, int count, int keys) {
    List<Addition> additions = new ArrayList<>();
    KeyWriter writer = new KeyWriter();
    for (int i = 0; i < count; i++) {
      String name = "n" + random.nextInt(keys);
      Key key = writer.name(name).window(random.nextInt(WINDOWS));
      additions.add(new Addition(key, random.nextInt(1_000)));
    }
    return additions;
  }

  private static Map<GroupKey, List<Block>> fold(List<Addition> additions) throws IOException {
    PartialFold<Total> fold = new PartialFold<>("t", Total::new);
    additions.forEach(addition -> fold.at(addition.key).merge(Total.of(addition.value, 0)));
    Map<GroupKey, List<Block>> blocks = new HashMap<>();
    flush(fold, BlockStore.INLINE, blocks);
    return blocks;
  }

  private static void flush(
      PartialFold<Total> fold, BlockStore store, Map<GroupKey, List<Block>> into)
      throws IOException {
    Set<GroupKey> flushed = new HashSet<>();
    fold.flush(
        PartialMergeTest::span,
        PartialMergeTest::shard,
        store,
        (group, block) -> {
          assertThat("one block a group", flushed.add(group), is(true));
          into.computeIfAbsent(group, g -> new ArrayList<>()).add(block);
        });
  }

  private static GroupKey group(Key key) {
    return new GroupKey("t", span(key), shard(key));
  }

  private static long span(Key key) {
    return key.windowStart() / 2 * 2;
  }

  private static int shard(Key key) {
    return Math.floorMod(key.hashCode(), SHARDS);
  }

  private static List<String> merge(List<Block> blocks) throws IOException {
    List<String> rows = new ArrayList<>();
    try (PartialMerge<Total> merge = new PartialMerge<>(blocks, BlockStore.INLINE, Total::read)) {
      merge.forEach((key, total) -> rows.add(text(key, total.sum())));
    }
    return rows;
  }

  private static int size(List<Block> blocks) {
    try {
      return merge(blocks).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> inOrder(SortedMap<Key, Long> expected) {
    List<String> rows = new ArrayList<>();
    expected.forEach((key, sum) -> rows.add(text(key, sum)));
    return rows;
  }

  private static String text(Key key, long sum) {
    KeyReader parts = key.parts();
    return parts.name() + " " + parts.number() + " = " + sum;
  }
}
