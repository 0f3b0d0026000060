package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CallMeasuresTest extends MeasuresContract<CallMeasures> {

  private static final CallPricer PRICER = new CallPricer(CostRules.REPORTED);

  @Override
  CallMeasures none() {
    return new CallMeasures();
  }

  @Override
  CallMeasures random(Random random) {
    CallMeasures measures = new CallMeasures();
    for (int i = random.nextInt(4); i > 0; i--) {
      Call call = call(random);
      measures.add(call, PRICER.price(call));
    }
    return measures;
  }

  @Override
  CallMeasures read(ByteReader in) {
    return CallMeasures.read(in);
  }

  @Test
  void everyMeasureIsThatOfTheCalls() {
    Random random = new Random(10);
    for (int round = 0; round < 300; round++) {
      List<Call> calls = new ArrayList<>();
      CallMeasures measures = new CallMeasures();
      for (int i = random.nextInt(40); i > 0; i--) {
        Call call = call(random);
        calls.add(call);
        measures.add(call, PRICER.price(call));
      }
      assertThat(measures.requests(), is((long) calls.size()));
      assertThat(measures.cacheHits(), is(calls.stream().filter(Call::cacheHit).count()));
      assertThat(measures.failures(), is(calls.stream().filter(Call::failed).count()));
      check(measures.tokensInput(), calls, Call::tokensInput);
      check(measures.tokensOutput(), calls, Call::tokensOutput);
      check(measures.cost().reported(), calls, Call::costPicos);
      assertThat(measures.cost().total(0), is(measures.cost().reported().sum(0)));
      long known = calls.stream().filter(c -> c.cacheHit() || c.costPicos() != Call.ABSENT).count();
      assertThat(measures.cost().known(), is(known));
      check(measures.latency().tally(), calls, Call::latencyMicros);
      LatencyBins bins = new LatencyBins();
      given(calls, Call::latencyMicros).forEach(bins::add);
      assertThat(measures.latency().bins().toSketch(), is(bins.toSketch()));
      if (measures.latency().tally().count() > 0) {
        LongStream shortest = given(calls, Call::latencyMicros);
        assertThat(measures.latency().minMicros(), is(shortest.min().getAsLong()));
        LongStream longest = given(calls, Call::latencyMicros);
        assertThat(measures.latency().maxMicros(), is(longest.max().getAsLong()));
      }
    }
  }

  private static void check(Tally tally, List<Call> calls, ToLongFunction<Call> number) {
    BigDecimal sum =
        given(calls, number).mapToObj(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(tally.sum(0), is(sum));
    assertThat(tally.count(), is(given(calls, number).count()));
  }

  private static LongStream given(List<Call> calls, ToLongFunction<Call> number) {
    return calls.stream().mapToLong(number).filter(value -> value != Call.ABSENT);
  }

  private static Call call(Random random) {
    LatencyDistribution[] all = LatencyDistribution.values();
    LatencyDistribution latencies = all[random.nextInt(all.length)];
    return new Call(
        "t",
        "p",
        "m",
        "",
        0,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3) == 0 ? Call.ABSENT : random.nextLong(Call.MAX_TOKENS + 1),
        random.nextInt(3) == 0 ? Call.ABSENT : random.nextLong(Call.MAX_TOKENS + 1),
        random.nextInt(3) == 0 ? Call.ABSENT : latencies.next(random),
        random.nextInt(3) == 0 ? Call.ABSENT : Call.MAX_COST_PICOS >> random.nextInt(60));
  }
}
