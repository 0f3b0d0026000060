package io.tallybeam.micro;

import io.tallybeam.book.LoadedBook;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.cost.Countings;
import io.tallybeam.cost.PriceSource;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.CostStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What a call costs, by the book that {@code tallybeam.prices} names, and without one. */
public class PriceCall extends Part {

  private Call[] calls;
  private int next;
  private CallPricer byBook;
  private CallPricer reported;

  /** Reads calls and book, which must have a price for each. */
  @Setup
  public void read() throws IOException {
    calls = GeneratedLines.calls();
    Path file = Path.of(System.getProperty("tallybeam.prices"));
    LoadedBook loaded = LoadedBook.of(Map.of("prices.yaml", Files.readAllBytes(file)));
    byBook =
        new CallPricer(
            new CostRules(
                PriceSource.of(loaded.book()), CostPolicy.PREFER_COMPUTED, Countings.INCLUSIVE));
    reported = new CallPricer(CostRules.REPORTED);
    for (Call call : calls) {
      CostStatus status = byBook.price(call).status();
      if (status != CostStatus.PRICED && !call.cacheHit()) {
        throw new IllegalStateException(status + ": " + call);
      }
    }
  }

  private Call call() {
    next = next + 1 == calls.length ? 0 : next + 1;
    return calls[next];
  }

  /** By the book. */
  @Benchmark
  public CallCost byBook() {
    return byBook.price(call());
  }

  /** As the event says. */
  @Benchmark
  public CallCost reported() {
    return reported.price(call());
  }
}
