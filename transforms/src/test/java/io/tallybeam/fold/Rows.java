package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blocks as they leave a fold, and the rows that they merge to. */
final class Rows implements PartialFold.Output {

  private final Map<GroupKey, List<Block>> blocks = new LinkedHashMap<>();

  @Override
  public synchronized void emit(GroupKey key, Block block) {
    blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(block);
  }

  /** The measures' bytes by the names of the tables and the keys; each key in its one group. */
  Map<String, Map<Key, String>> merge(FoldSettings settings) throws IOException {
    Map<String, Map<Key, String>> byTable = new HashMap<>();
    for (Map.Entry<GroupKey, List<Block>> group : blocks.entrySet()) {
      WindowTable<?> table = settings.tables().named(group.getKey().table());
      Map<Key, String> rows = byTable.computeIfAbsent(table.name(), name -> new HashMap<>());
      merge(group.getKey(), group.getValue(), table, settings, rows);
    }
    return byTable;
  }

  private static <M extends Measures<M>> void merge(
      GroupKey group,
      List<Block> blocks,
      WindowTable<M> table,
      FoldSettings settings,
      Map<Key, String> rows)
      throws IOException {
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, settings.store(), table::read)) {
      merge.forEach(
          (key, measures) -> {
            assertThat(group.spanStart(), is(settings.spanStart(key)));
            assertThat(group.shard(), is(settings.shard(table, key)));
            assertThat("one group a key", rows.put(key, written(measures)) == null, is(true));
          });
    }
  }

  static <M extends Measures<M>> String written(M measures) {
    ByteWriter out = new ByteWriter(64);
    measures.write(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
