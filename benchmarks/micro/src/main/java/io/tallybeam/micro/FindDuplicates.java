package io.tallybeam.micro;

import io.tallybeam.event.Call;
import io.tallybeam.fold.CallSet;
import io.tallybeam.fold.CallWriter;
import io.tallybeam.fold.NameOrdinals;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Calls packed, and the distinct ones of two such blocks found, in nanoseconds a call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FindDuplicates {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(15));

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
    CallSet set = new CallSet(WINDOWS, 0, 1);
    set.addAll(block, BlockStore.INLINE);
    set.addAll(block, BlockStore.INLINE);
    set.forEach((call, window, duplicates, conflicting) -> sum += call.tokensInput() + duplicates);
    return sum;
  }
}
