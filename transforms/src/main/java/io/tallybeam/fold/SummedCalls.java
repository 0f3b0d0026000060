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
  private Map<Attribution, CallSums> lastSums = new HashMap<>();
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
    if (size == 0 || lastWindow != windowStart) {
      lastSums = byWindow.computeIfAbsent(windowStart, start -> new HashMap<>());
      lastWindow = windowStart;
    }
    CallSums sums = lastSums.get(call.attribution());
    if (sums == null) {
      sums = new CallSums(call.attribution());
      lastSums.put(call.attribution(), sums);
      size++;
    }
    sums.add(call, pricer.price(call));
    if (size >= MAX_SUMS) {
      flush();
    }
  }

  /** Gives the partial rows of every table to the output, and forgets them. */
  public void flush() throws IOException {
    for (CallTable<?> table : tables) {
      flush(table);
    }
    byWindow.clear();
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
