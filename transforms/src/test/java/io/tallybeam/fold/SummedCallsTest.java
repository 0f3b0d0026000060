package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.table.Tables;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SummedCallsTest {

  /** Of 50,000 sums the names alone could be 400 MB. */
  @Test
  void longNamesBecomeRowsBeforeThereAreManySums() throws IOException {
    TumblingWindow windows = new TumblingWindow(900_000);
    AtomicInteger blocks = new AtomicInteger();
    SummedCalls calls =
        new SummedCalls(
            Tables.of(windows).calls(),
            new CallPricer(CostRules.REPORTED),
            Grouping.NONE,
            BlockStore.INLINE,
            (group, block) -> blocks.incrementAndGet());
    String model = "m".repeat(8_000);
    int added = 0;
    while (blocks.get() == 0 && added < 20_000) {
      calls.add(new Call("t" + added++, "p", model, "", 0, false, false, -1, -1, -1, -1), 0);
    }
    assertThat(added, is(lessThan(20_000)));
  }
}
