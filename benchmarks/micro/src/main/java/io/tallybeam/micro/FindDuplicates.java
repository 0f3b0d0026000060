package io.tallybeam.micro;

import io.tallybeam.event.Call;
import io.tallybeam.fold.CallWriter;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.fold.NameOrdinals;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Calls packed, and the distinct ones of two such blocks found, in nanoseconds a call. */
public class FindDuplicates extends Part {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(15));

  private final DistinctCalls distinct = new DistinctCalls(BlockStore.INLINE, WINDOWS);
  private Call[] calls;
  private Block block;
  private long sum;

  /** Reads the calls. */
  @Setup
  public void read() throws IOException {
    calls = GeneratedLines.calls();
    block = pack();
  }

  /** Packs them. */
  @Benchmark
  @OperationsPerInvocation(GeneratedLines.COUNT)
  public Block pack() throws IOException {
    CallWriter writer = new CallWriter(new NameOrdinals());
    for (Call call : calls) {
      writer.add(call);
    }
    return writer.finish(BlockStore.INLINE);
  }

  /** Reads them twice, and gives each once. */
  @Benchmark
  @OperationsPerInvocation(2 * GeneratedLines.COUNT)
  public long distinct() throws IOException {
    distinct.forEach(
        List.of(block, block),
        new DistinctCalls.Output() {
          @Override
          public void alone(Call call, long window) {
            throw new IllegalStateException("all calls have an id");
          }

          @Override
          public void distinct(Call call, long window, int duplicates, int conflicting) {
            sum += call.tokensInput() + duplicates;
          }
        });
    return sum;
  }
}
