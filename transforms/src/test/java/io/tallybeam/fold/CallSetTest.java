package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.NameCache;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** {@link CallSet} against a hash map of all copies. */
class CallSetTest {

  private static final TumblingWindow WINDOWS = new TumblingWindow(1_000);

  /** Sets give no ids: the latency of a call tells which it had. */
  private static final Map<String, Long> LATENCY_BY_ID = new HashMap<>();

  private final NameCache names = new NameCache();

  /** As a worker has it: of all sets before. */
  private final NameNumbers numbers = new NameNumbers();

  private record Answer(Map<List<String>, Call> kept, long duplicates, long conflicting) {}

  @Test
  void theKeptCopyAndTheCountsAreThoseOfAModel() throws IOException {
    Random random = new Random(1);
    long duplicates = 0;
    long conflicting = 0;
    for (int round = 0; round < 100; round++) {
      List<Call> calls = calls(random, random.nextInt(500), 1 + random.nextInt(200));
      Answer expected = model(calls);
      assertThat(answer(calls, random), is(expected));
      Collections.shuffle(calls, random);
      assertThat("in another order", answer(calls, random), is(expected));
      duplicates += expected.duplicates - expected.conflicting;
      conflicting += expected.conflicting;
    }
    assertThat("equal copies occur", duplicates, is(greaterThan(1_000L)));
    assertThat("conflicting copies occur", conflicting, is(greaterThan(1_000L)));
  }

  @Test
  void aSetGrowsFarBeyondItsFirstCapacity() throws IOException {
    Random random = new Random(2);
    List<Call> calls = calls(random, 30_000, 30_000);
    Answer expected = model(calls);
    assertThat(expected.kept.size(), is(greaterThan(10_000)));
    assertThat(answer(calls, random), is(expected));
  }

  /** All identities here have one hash: only their bytes tell them apart. */
  @Test
  void identitiesOfOneHashAreKeptApart() throws IOException {
    List<String> names = new ArrayList<>();
    for (int bits = 0; bits < 32; bits++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 5; bit++) {
        name.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
      }
      names.add(name.toString());
    }
    List<Call> calls = new ArrayList<>();
    for (String tenant : names) {
      for (String id : names) {
        calls.add(call(tenant, id, 1));
        calls.add(call(tenant, id, 2));
      }
    }
    Random random = new Random(3);
    Collections.shuffle(calls, random);
    Answer answer = answer(calls, random);
    assertThat(answer, is(model(calls)));
    assertThat(answer.kept.size(), is(32 * 32));
    assertThat(answer.conflicting, is(32L * 32));
  }

  @Test
  void tenantAndIdDoNotRunIntoEachOther() throws IOException {
    List<Call> calls =
        List.of(call("a", "bc", 1), call("ab", "c", 1), call("abc", "d", 1), call("a", "b", 1));
    assertThat(answer(calls, new Random(4)).kept.size(), is(4));
  }

  @Test
  void ofCopiesThatDifferInCostAloneTheCheapestIsKept() throws IOException {
    List<Call> calls = List.of(call("t", "id", 300), call("t", "id", 5), call("t", "id", 70_000));
    Answer answer = answer(calls, new Random(5));
    assertThat(answer.kept, is(Map.of(identity(calls.get(1)), withoutId(calls.get(1)))));
    assertThat(answer.duplicates, is(2L));
    assertThat(answer.conflicting, is(2L));
  }

  @Test
  void copiesInOtherWindowsAreCallsOfTheirOwn() throws IOException {
    List<Call> calls = List.of(call("t", "id", 999, 1), call("t", "id", 1_000, 1));
    assertThat(answer(calls, new Random(7)), is(model(calls)));
    assertThat(model(calls).kept.size(), is(2));
  }

  /** Not even of equal ones can anyone tell that they are copies; they are given in one part. */
  @Test
  void callsWithoutAnIdAreAllGivenAndNoneIsKept() throws IOException {
    List<Call> calls = List.of(call("t", "", 1), call("t", "", 1), call("u", "", 2));
    List<Block> blocks = blocks(calls, new Random(8));
    for (int part = 0; part < 3; part++) {
      List<Call> alone = new ArrayList<>();
      DistinctCalls.Output output =
          new DistinctCalls.Output() {
            @Override
            public void alone(Call call, long window) {
              assertThat(window, is(window(call)));
              alone.add(call);
            }

            @Override
            public void distinct(Call call, long window, int duplicates, int conflicting) {
              throw new AssertionError("kept: " + call);
            }
          };
      CallSet set = new CallSet(WINDOWS, numbers, part, 3);
      for (Block block : blocks) {
        set.addAll(block, BlockStore.INLINE, names, output);
      }
      set.forEach(output);
      assertThat(alone, is(part == 0 ? calls : List.of()));
    }
  }

  @Test
  void nothingIsKeptOfNothing() throws IOException {
    assertThat(answer(List.of(), new Random(6)), is(new Answer(Map.of(), 0, 0)));
  }

  private Answer answer(List<Call> calls, Random random) throws IOException {
    List<Block> blocks = blocks(calls, random);
    Map<List<String>, Call> kept = new HashMap<>();
    long[] counts = new long[2];
    int parts = 1 + random.nextInt(4);
    for (int part = 0; part < parts; part++) {
      CallSet set = new CallSet(WINDOWS, numbers, part, parts);
      DistinctCalls.Output output =
          new DistinctCalls.Output() {
            private final Set<List<Object>> ended = new HashSet<>();
            private List<Object> last = List.of();

            @Override
            public void alone(Call call, long window) {
              throw new AssertionError("has an id: " + call);
            }

            @Override
            public void distinct(Call call, long window, int duplicates, int conflicting) {
              assertThat(window, is(window(call)));
              assertThat("an identity is given once", kept.put(identity(call), call) == null);
              counts[0] += duplicates;
              counts[1] += conflicting;
              List<Object> row = List.of(window, call.attribution());
              if (!row.equals(last)) {
                assertThat("calls of a row come behind each other", ended.add(row));
                last = row;
              }
            }
          };
      // No runner promises to read a group in the same order again.
      Collections.shuffle(blocks, random);
      for (Block block : blocks) {
        set.addAll(block, BlockStore.INLINE, names, output);
      }
      set.forEach(output);
    }
    return new Answer(kept, counts[0], counts[1]);
  }

  private static List<Block> blocks(List<Call> calls, Random random) throws IOException {
    List<Block> blocks = new ArrayList<>();
    NameOrdinals ordinals = new NameOrdinals();
    CallWriter writer = new CallWriter(ordinals);
    int seldom = 1 + random.nextInt(100);
    for (Call call : calls) {
      writer.add(call);
      if (random.nextInt(seldom) == 0) {
        blocks.add(writer.finish(BlockStore.INLINE));
        writer = new CallWriter(ordinals);
      }
    }
    blocks.add(writer.finish(BlockStore.INLINE));
    return blocks;
  }

  private static Answer model(List<Call> calls) {
    Map<List<String>, List<Call>> copies = new HashMap<>();
    for (Call call : calls) {
      copies.computeIfAbsent(identity(call), id -> new ArrayList<>()).add(call);
    }
    Map<List<String>, Call> kept = new HashMap<>();
    long duplicates = 0;
    long conflicting = 0;
    for (Map.Entry<List<String>, List<Call>> entry : copies.entrySet()) {
      List<Call> all = entry.getValue();
      Call first = Collections.min(all, (a, b) -> Arrays.compareUnsigned(encode(a), encode(b)));
      kept.put(entry.getKey(), withoutId(first));
      duplicates += all.size() - 1;
      conflicting += all.stream().filter(call -> !call.equals(first)).count();
    }
    return new Answer(kept, duplicates, conflicting);
  }

  private static List<String> identity(Call call) {
    return List.of(call.tenant(), Long.toString(call.latencyMicros()), Long.toString(window(call)));
  }

  private static Call withoutId(Call call) {
    return of(call.names(), "", call.eventTimeMillis(), call.latencyMicros(), call.costPicos());
  }

  private static long window(Call call) {
    return Math.floorDiv(call.eventTimeMillis(), 1000) * 1000;
  }

  private static List<Call> calls(Random random, int count, int identities) {
    UnaryOperator<String> name = prefix -> prefix + random.nextInt(1 + identities / 10);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = random.nextInt(20) == 0 ? 1_007 : random.nextInt(10) == 0 ? 8 : 7;
      Call call = call(name.apply("t"), name.apply("é"), time, 100L * random.nextInt(3));
      CallNames names = new CallNames(call.attribution(), "", "r" + random.nextInt(3));
      calls.add(of(names, call.requestId(), time, call.latencyMicros(), call.costPicos()));
    }
    return calls;
  }

  private static Call call(String tenant, String requestId, long cost) {
    return call(tenant, requestId, 7, cost);
  }

  private static Call call(String tenant, String requestId, long time, long cost) {
    long latency =
        requestId.isEmpty() ? 1 : LATENCY_BY_ID.computeIfAbsent(requestId, CallSetTest::next);
    CallNames names = new CallNames(new Attribution(tenant, "p", "m"), "", "");
    return of(names, requestId, time, latency, cost);
  }

  private static long next(String id) {
    return LATENCY_BY_ID.size() + 1L;
  }

  private static Call of(CallNames names, String requestId, long time, long latency, long cost) {
    return new Call(names, requestId, time, false, false, 1, 1, latency, cost, UsageDetails.NONE);
  }

  private static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter(64);
    CallCoding.write(call, out);
    call.names().write(out);
    return out.toByteArray();
  }
}
