package io.tallybeam.fold;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialRows;
import io.tallybeam.table.CallTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The sums of calls in one worker, by window and attribution, from which the partial rows of every
 * table are made.
 */
public final class SummedCalls {

  /** Beyond this many sums of calls in no order they become rows, which are smaller. */
  private static final int MAX_SUMS = 50_000;

  /** Or this many bytes of their names, whose objects weigh two to three times as much. */
  private static final long MAX_NAME_BYTES = 32L << 20;

  /** Beyond this many bytes of a table its rows are flushed, so that memory stays bounded. */
  private static final int MAX_BYTES = 24 << 20;

  private final List<Rows<?>> tables = new ArrayList<>();
  private final CallPricer pricer;
  private final BlockStore store;
  private final PartialFold.Output output;
  private final Map<Long, Map<Attribution, CallSums>> byWindow = new HashMap<>();
  private int size;
  private long nameBytes;

  /** The sums to which calls in order are added. */
  private @Nullable CallSums open;

  private long openWindow;

  /** The rows of one table. */
  private record Rows<M extends Measures<M>>(CallTable<M> table, PartialRows<M> rows) {

    static <M extends Measures<M>> Rows<M> of(CallTable<M> table, Grouping grouping) {
      return new Rows<>(
          table,
          new PartialRows<>(
              table.name(), table::read, grouping::spanStart, key -> grouping.shard(table, key)));
    }

    void add(CallSums sums, long windowStart) {
      table.fold(sums, windowStart, rows);
    }
  }

  /** No calls. */
  public SummedCalls(
      List<CallTable<?>> tables,
      CallPricer pricer,
      Grouping grouping,
      BlockStore store,
      PartialFold.Output output) {
    tables.forEach(table -> this.tables.add(Rows.of(table, grouping)));
    this.pricer = pricer;
    this.store = store;
    this.output = output;
  }

  /** Adds {@code call}, of the window that starts at {@code windowStart}. */
  public void add(Call call, long windowStart) throws IOException {
    int before = size;
    find(call.attribution(), windowStart).add(call, pricer.price(call));
    nameBytes += size == before ? 0 : call.names().byteLength();
    if (size >= MAX_SUMS || nameBytes >= MAX_NAME_BYTES) {
      foldSums();
    }
  }

  private CallSums find(Attribution attribution, long windowStart) {
    Map<Attribution, CallSums> window =
        byWindow.computeIfAbsent(windowStart, start -> new HashMap<>());
    CallSums sums = window.get(attribution);
    if (sums == null) {
      sums = new CallSums(attribution);
      window.put(attribution, sums);
      size++;
    }
    return sums;
  }

  /**
   * Adds {@code call}, behind which the others of its window and attribution come: so nothing is
   * looked up, and no more than one sum is held.
   */
  public void addNext(Call call, long windowStart) throws IOException {
    if (open == null
        || openWindow != windowStart
        || !open.attribution().equals(call.attribution())) {
      endOpen();
      open = new CallSums(call.attribution());
      openWindow = windowStart;
    }
    open.add(call, pricer.price(call));
  }

  private void endOpen() throws IOException {
    if (open != null) {
      fold(open, openWindow);
      open = null;
    }
  }

  private void fold(CallSums sums, long windowStart) throws IOException {
    for (Rows<?> table : tables) {
      table.add(sums, windowStart);
      if (table.rows().size() >= MAX_BYTES) {
        table.rows().flush(store, output);
      }
    }
  }

  /** Gives the partial rows of every table to the output, and forgets them. */
  public void flush() throws IOException {
    endOpen();
    foldSums();
    for (Rows<?> table : tables) {
      table.rows().flush(store, output);
    }
  }

  private void foldSums() throws IOException {
    for (Map.Entry<Long, Map<Attribution, CallSums>> window : byWindow.entrySet()) {
      for (CallSums sums : window.getValue().values()) {
        fold(sums, window.getKey());
      }
    }
    byWindow.clear();
    size = 0;
    nameBytes = 0;
  }
}
