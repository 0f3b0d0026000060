package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * The partial rows of one table in one worker, packed as they come and flushed as sorted blocks by
 * group, each key once. For keys of which few come again: a row is its bytes, and no object is
 * kept.
 *
 * @param <M> the measures of the table
 */
public final class PartialRows<M extends Measures<M>> implements PartialSink<M> {

  /** About what the buffers and the entry of a group weigh before its first row. */
  private static final int BYTES_OF_EMPTY_GROUP = 512;

  private final String table;
  private final Function<ByteReader, M> decode;
  private final ToLongFunction<Key> span;
  private final ToIntFunction<Key> shard;
  private final Map<GroupKey, PackedRows> groups = new LinkedHashMap<>();
  private long size;

  /**
   * No rows.
   *
   * @param table the name of the table
   * @param decode reads measures as they wrote themselves
   * @param span gives the start of a key's span
   * @param shard gives the shard of a key
   */
  public PartialRows(
      String table,
      Function<ByteReader, M> decode,
      ToLongFunction<Key> span,
      ToIntFunction<Key> shard) {
    this.table = table;
    this.decode = decode;
    this.span = span;
    this.shard = shard;
  }

  @Override
  public void add(Key key, M measures) {
    GroupKey group = new GroupKey(table, span.applyAsLong(key), shard.applyAsInt(key));
    PackedRows rows = groups.get(group);
    if (rows == null) {
      rows = new PackedRows();
      groups.put(group, rows);
      size += BYTES_OF_EMPTY_GROUP;
    }
    size -= rows.size();
    rows.add(key, measures);
    size += rows.size();
  }

  /** About how many bytes the rows have. */
  public long size() {
    return size;
  }

  /** Emits the rows of each group, sorted, and forgets them. */
  public void flush(BlockStore store, PartialFold.Output output) throws IOException {
    for (Map.Entry<GroupKey, PackedRows> group : groups.entrySet()) {
      BlockWriter blocks = new BlockWriter(group.getKey(), store, output);
      flush(group.getValue(), blocks);
      blocks.finish();
    }
    groups.clear();
    size = 0;
  }

  private void flush(PackedRows rows, BlockWriter blocks) throws IOException {
    int[] sorted = rows.sorted();
    int first = 0;
    while (first < sorted.length) {
      int next = first + 1;
      while (next < sorted.length && rows.areOfOneKey(sorted[first], sorted[next])) {
        next++;
      }
      if (next == first + 1) {
        rows.copy(sorted[first], blocks.record());
      } else {
        merge(rows, sorted, first, next, blocks.record());
      }
      blocks.endRecord();
      first = next;
    }
  }

  private void merge(PackedRows rows, int[] sorted, int from, int to, ByteWriter out) {
    ByteReader first = rows.row(sorted[from]);
    Key.read(first).write(out);
    M sum = decode.apply(first);
    for (int i = from + 1; i < to; i++) {
      ByteReader row = rows.row(sorted[i]);
      Key.read(row);
      sum.merge(decode.apply(row));
    }
    sum.write(out);
  }
}
