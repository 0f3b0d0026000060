package io.tallybeam.micro;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.fold.Grouping;
import io.tallybeam.fold.SummedCalls;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.table.Tables;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Calls into the partial rows of every table, of one hour, in nanoseconds a call. */
public class FoldCalls extends Part {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofHours(1));

  private Call[] calls;
  private CallPricer pricer;
  private long bytes;

  /** Reads the calls. */
  @Setup
  public void read() throws IOException {
    calls = GeneratedLines.calls();
    pricer = new CallPricer(CostRules.REPORTED);
  }

  /** Sums them and writes the rows. */
  @Benchmark
  @OperationsPerInvocation(GeneratedLines.COUNT)
  public long fold() throws IOException {
    SummedCalls sums =
        new SummedCalls(
            Tables.of(WINDOWS).calls(),
            pricer,
            Grouping.NONE,
            BlockStore.INLINE,
            (group, block) -> bytes += block.length());
    for (Call call : calls) {
      sums.add(call, WINDOWS.startOf(call.eventTimeMillis()));
    }
    sums.flush();
    return bytes;
  }
}
