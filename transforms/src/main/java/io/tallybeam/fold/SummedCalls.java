package io.tallybeam.fold;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.table.CallTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The sums of calls in one worker, by window and attribution, from which the partial rows of every
 * table are made when they are flushed.
 */
public final class SummedCalls {

  /** Writes the partial rows of a table. */
  public interface Output {
    /** Empties {@code rows}. */
    <M extends Measures<M>> void flush(CallTable<M> table, PartialFold<M> rows) throws IOException;
  }

  /** Beyond this many sums they are flushed, so that memory stays bounded. */
  private static final int MAX_SUMS = 50_000;

  /** Beyond this many rows of a table they are written: a call has as many as it has tags. */
  private static final int MAX_ROWS = 100_000;

  private final List<CallTable<?>> tables;
  private final CallPricer pricer;
  private final Output output;
  private final Map<Long, Map<Attribution, CallSums>> byWindow = new HashMap<>();
  private @Nullable CallSums last;
  private long lastWindow;
  private int size;

  /** No calls. */
  public SummedCalls(List<CallTable<?>> tables, CallPricer pricer, Output output) {
    this.tables = List.copyOf(tables);
    this.pricer = pricer;
    this.output = output;
  }

  /** Adds {@code call}, of the window that starts at {@code windowStart}. */
  public void add(Call call, long windowStart) throws IOException {
    sums(call.attribution(), windowStart).add(call, pricer.price(call));
    if (size >= MAX_SUMS) {
      flush();
    }
  }

  /** Calls that come together are mostly of the same sums. */
  private CallSums sums(Attribution attribution, long windowStart) {
    CallSums sums = last;
    if (sums == null || lastWindow != windowStart || !sums.attribution().equals(attribution)) {
      sums = find(attribution, windowStart);
      last = sums;
      lastWindow = windowStart;
    }
    return sums;
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

  /** Gives the partial rows of every table to the output, and forgets them. */
  public void flush() throws IOException {
    for (CallTable<?> table : tables) {
      flush(table);
    }
    byWindow.clear();
    last = null;
    size = 0;
  }

  private <M extends Measures<M>> void flush(CallTable<M> table) throws IOException {
    PartialFold<M> rows = new PartialFold<>(table.name(), table::newMeasures);
    for (Map.Entry<Long, Map<Attribution, CallSums>> window : byWindow.entrySet()) {
      for (CallSums sums : window.getValue().values()) {
        table.fold(sums, window.getKey(), rows);
        if (rows.size() >= MAX_ROWS) {
          output.flush(table, rows);
        }
      }
    }
    output.flush(table, rows);
  }
}
