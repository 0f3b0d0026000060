package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.fold.EventReader;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A partition that was cut into blocks and folded: what left, and what it amounts to. */
final class FoldedPartition {

  private final LiveSettings settings;
  private final Map<GroupKey, List<byte[]>> parcels = new LinkedHashMap<>();
  private final Map<GroupKey, List<byte[]>> letters = new LinkedHashMap<>();

  FoldedPartition(LiveSettings settings) {
    this.settings = settings;
  }

  /**
   * Cuts {@code events} into blocks of up to {@code most}, with timestamps as a source has them.
   */
  static FoldedPartition cut(LiveSettings settings, List<LiveEvent> events, Random random, int most)
      throws IOException {
    FoldedPartition folded = new FoldedPartition(settings);
    ParcelPacker packer = new ParcelPacker(settings);
    long watermark = PartitionClock.NONE;
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(most));
      List<LiveEvent> block = events.subList(from, to);
      long earliest =
          block.stream()
              .flatMap(e -> e.believedTime().stream())
              .mapToLong(t -> t)
              .min()
              .orElse(watermark);
      folded.fold(block, from, Math.max(earliest, watermark), packer);
      long latest =
          block.stream()
              .flatMap(e -> e.believedTime().stream())
              .mapToLong(t -> t)
              .max()
              .orElse(Long.MIN_VALUE);
      watermark =
          latest == Long.MIN_VALUE
              ? watermark
              : Math.max(watermark, latest - settings.watermarkDelayMillis());
      from = to;
    }
    return folded;
  }

  private void fold(List<LiveEvent> block, long first, long timestamp, ParcelPacker packer)
      throws IOException {
    LetterPacker letterPacker =
        new LetterPacker(
            (key, letter) -> letters.computeIfAbsent(key, k -> new ArrayList<>()).add(letter));
    PartitionClock clock = new PartitionClock(settings.watermarkDelayMillis(), timestamp);
    TopicFolder folder =
        new TopicFolder(
            settings,
            settings.fold().format().newParser(),
            clock,
            position -> new EventReader.Origin("t/0/" + position, 0),
            packer,
            letterPacker);
    for (int i = 0; i < block.size(); i++) {
      folder.believeUntil(block.get(i).believedUntil());
      byte[] bytes = block.get(i).bytes();
      folder.event(bytes, 0, bytes.length, first + i);
    }
    assertThat(folder.events(), is((long) block.size()));
    packer.flush((key, parcel) -> parcels.computeIfAbsent(key, k -> new ArrayList<>()).add(parcel));
    letterPacker.flush();
  }

  /** The parcels of each window and shard. */
  Map<GroupKey, List<byte[]>> parcels() {
    return parcels;
  }

  /** The rows of the metrics as bytes, by their keys; parcels taken in any order. */
  Map<Key, String> rows(Random random) throws IOException {
    Map<Key, String> rows = new TreeMap<>();
    for (Map.Entry<GroupKey, List<byte[]>> group : parcels.entrySet()) {
      List<byte[]> shuffled = new ArrayList<>(group.getValue());
      Collections.shuffle(shuffled, random);
      WindowContents contents = contents(shuffled);
      for (WindowTable<?> table : settings.tables().calls()) {
        if (!table.name().equals(OperationsTable.METRICS)) {
          continue;
        }
        merged(table, contents.blocks(table.name()))
            .forEach(
                (key, row) -> {
                  assertThat(key.windowStart(), is(group.getKey().spanStart()));
                  int shard = settings.shards().of(key.parts().name());
                  assertThat(shard, is(group.getKey().shard()));
                  assertThat("in one shard", rows.put(key, row) == null, is(true));
                });
      }
    }
    return rows;
  }

  private WindowContents contents(List<byte[]> shuffled) throws IOException {
    return WindowContents.of(
        shuffled,
        settings,
        new DistinctCalls(BlockStore.INLINE, settings.fold().windows()),
        new CallPricer(settings.fold().costs()));
  }

  /** Dead letters and late events as bytes, by table and key. */
  Map<String, Map<Key, String>> letters() throws IOException {
    Map<String, Map<Key, String>> byTable = new TreeMap<>();
    for (Map.Entry<GroupKey, List<byte[]>> group : letters.entrySet()) {
      List<Block> blocks = new ArrayList<>();
      for (byte[] bytes : group.getValue()) {
        Letters.of(bytes).rows().ifPresent(blocks::add);
      }
      if (!blocks.isEmpty()) {
        String table = group.getKey().table();
        byTable
            .computeIfAbsent(table, name -> new TreeMap<>())
            .putAll(merged(settings.tables().named(table), blocks));
      }
    }
    return byTable;
  }

  /** What became of the events, by window. */
  Map<Long, LedgerCounts> ledger(Random random) throws IOException {
    Map<Long, LedgerCounts> ledger = new TreeMap<>();
    for (Map.Entry<GroupKey, List<byte[]>> group : parcels.entrySet()) {
      List<byte[]> shuffled = new ArrayList<>(group.getValue());
      Collections.shuffle(shuffled, random);
      ledger
          .computeIfAbsent(group.getKey().spanStart(), w -> new LedgerCounts())
          .merge(contents(shuffled).counts());
    }
    for (List<byte[]> group : letters.values()) {
      for (byte[] bytes : group) {
        Letters.of(bytes)
            .counts()
            .forEach(
                (window, counts) ->
                    ledger.computeIfAbsent(window, w -> new LedgerCounts()).merge(counts));
      }
    }
    return ledger;
  }

  static <M extends Measures<M>> Map<Key, String> merged(WindowTable<M> table, List<Block> blocks)
      throws IOException {
    Map<Key, String> rows = new TreeMap<>();
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, BlockStore.INLINE, table::read)) {
      merge.forEach((key, measures) -> rows.put(key, written(measures)));
    }
    return rows;
  }

  static <M extends Measures<M>> String written(M measures) {
    ByteWriter out = new ByteWriter(64);
    measures.write(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
