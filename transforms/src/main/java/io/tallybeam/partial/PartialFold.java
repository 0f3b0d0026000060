package io.tallybeam.partial;

import io.tallybeam.measure.Measures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The accumulators of one table in one worker: keys with their measures, flushed as sorted blocks
 * by group.
 *
 * @param <M> the measures of the table
 */
public final class PartialFold<M extends Measures<M>> {

  /** Takes the blocks of a flush. */
  @FunctionalInterface
  public interface Output {
    /** One block of the group {@code key}. */
    void emit(GroupKey key, Block block) throws IOException;
  }

  private final String table;
  private final Supplier<M> newMeasures;
  private final Map<Key, M> byKey = new HashMap<>();

  /** Nothing yet, for the table named {@code table}. */
  public PartialFold(String table, Supplier<M> newMeasures) {
    this.table = table;
    this.newMeasures = newMeasures;
  }

  /** The measures of {@code key}, to be added to. */
  public M at(Key key) {
    M measures = byKey.get(key);
    if (measures == null) {
      measures = newMeasures.get();
      byKey.put(key, measures);
    }
    return measures;
  }

  /** How many keys are held. */
  public int size() {
    return byKey.size();
  }

  /**
   * Emits a sorted block for each group, or several where one would be too large, and forgets all
   * keys.
   *
   * @param span gives the start of a key's span
   * @param shard gives the shard of a key
   */
  public void flush(
      ToLongFunction<Key> span, ToIntFunction<Key> shard, BlockStore store, Output output)
      throws IOException {
    if (byKey.isEmpty()) {
      return;
    }
    Map<GroupKey, BlockWriter> groups = new LinkedHashMap<>();
    for (Map.Entry<Key, M> entry : sorted()) {
      Key key = entry.getKey();
      GroupKey group = new GroupKey(table, span.applyAsLong(key), shard.applyAsInt(key));
      BlockWriter writer = groups.computeIfAbsent(group, g -> new BlockWriter(g, store, output));
      key.write(writer.record());
      entry.getValue().write(writer.record());
      writer.endRecord();
    }
    byKey.clear();
    for (BlockWriter group : groups.values()) {
      group.finish();
    }
  }

  private List<Map.Entry<Key, M>> sorted() {
    List<Map.Entry<Key, M>> sorted = new ArrayList<>(byKey.entrySet());
    sorted.sort(Map.Entry.comparingByKey());
    return sorted;
  }
}
