package io.tallybeam.micro;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.fold.Grouping;
import io.tallybeam.fold.SummedCalls;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Partial rows of eight workers merged, in nanoseconds a call behind them. */
public class MergeRows extends Part {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofHours(1));
  private static final OperationsTable TABLE = OperationsTable.metrics(WINDOWS);
  private static final int WORKERS = 8;

  private final List<Block> blocks = new ArrayList<>();

  /** Folds an eighth of the calls for each block. */
  @Setup
  public void fold() throws IOException {
    Call[] calls = GeneratedLines.calls();
    CallPricer pricer = new CallPricer(CostRules.REPORTED);
    for (int worker = 0; worker < WORKERS; worker++) {
      SummedCalls sums =
          new SummedCalls(
              List.of(TABLE),
              pricer,
              Grouping.NONE,
              BlockStore.INLINE,
              (group, block) -> blocks.add(block));
      for (int i = worker; i < calls.length; i += WORKERS) {
        sums.add(calls[i], WINDOWS.startOf(calls[i].eventTimeMillis()));
      }
      sums.flush();
    }
  }

  /** Merges them. */
  @Benchmark
  @OperationsPerInvocation(GeneratedLines.COUNT)
  public long merge() throws IOException {
    long[] requests = new long[1];
    try (PartialMerge<CallMeasures> merge =
        new PartialMerge<>(blocks, BlockStore.INLINE, TABLE::read)) {
      merge.forEach((key, measures) -> requests[0] += measures.requests());
    }
    if (requests[0] != GeneratedLines.COUNT) {
      throw new IllegalStateException("not all calls: " + requests[0]);
    }
    return requests[0];
  }
}
