package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DistinctCallsTest {

  /** More than a worker keeps the numbers of. */
  private static final int MANY = 20_000;

  @Test
  void whatAWorkerHadBeforeDoesNotMatter() throws IOException {
    DistinctCalls distinct = new DistinctCalls(BlockStore.INLINE, new TumblingWindow(1_000));
    for (int first : new int[] {0, 10, 5_000, 5_000, MANY - 1}) {
      for (int count : new int[] {0, 3, MANY}) {
        Block calls = calls(first, count);
        Set<String> expected = new TreeSet<>();
        for (int i = first; i < first + count; i++) {
          expected.add("t" + i);
        }
        assertThat(tenants(distinct, List.of(calls, calls)), is(expected));
      }
    }
  }

  private static Set<String> tenants(DistinctCalls distinct, List<Block> blocks)
      throws IOException {
    Set<String> tenants = new TreeSet<>();
    distinct.forEach(
        blocks,
        new DistinctCalls.Output() {
          @Override
          public void alone(Call call, long window) {
            throw new AssertionError("has an id: " + call);
          }

          @Override
          public void distinct(Call call, long window, int duplicates, int conflicting) {
            assertThat(duplicates, is(1));
            assertThat(conflicting, is(0));
            assertThat("given once", tenants.add(call.tenant()), is(true));
          }
        });
    return tenants;
  }

  private static Block calls(int first, int count) throws IOException {
    CallWriter writer = new CallWriter(new NameOrdinals());
    for (int i = first; i < first + count; i++) {
      CallNames names = new CallNames(new Attribution("t" + i, "p", "m"), "", "");
      writer.add(new Call(names, "id", 7, false, false, 1, 1, 1, 1, UsageDetails.NONE));
    }
    return writer.finish(BlockStore.INLINE);
  }
}
