package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Charge;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.RandomCalls;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributedCallsTest extends MeasuresContract<AttributedCalls> {

  @Override
  AttributedCalls none() {
    return new AttributedCalls();
  }

  @Override
  AttributedCalls random(Random random) {
    AttributedCalls measures = new AttributedCalls();
    CallPricer pricer = PRICERS[random.nextInt(PRICERS.length)];
    RandomCalls calls = new RandomCalls(random);
    for (int i = random.nextInt(4); i > 0; i--) {
      Call call = calls.next();
      measures.merge(AttributedCalls.of(OneCall.sums(call, pricer.price(call))));
    }
    return measures;
  }

  private static final CallPricer[] PRICERS = new CallPricer[8];

  static {
    Random random = new Random(0);
    for (int i = 0; i < PRICERS.length; i++) {
      PRICERS[i] = new CallPricer(RandomCalls.rules(random));
    }
  }

  @Override
  AttributedCalls read(ByteReader in) {
    return AttributedCalls.read(in);
  }

  @Test
  void everySumIsThatOfTheCalls() {
    Random random = new Random(11);
    RandomCalls calls = new RandomCalls(random);
    for (int round = 0; round < 200; round++) {
      CallPricer pricer = PRICERS[random.nextInt(PRICERS.length)];
      AttributedCalls measures = new AttributedCalls();
      BigDecimal total = BigDecimal.ZERO;
      BigDecimal avoided = BigDecimal.ZERO;
      BigDecimal difference = BigDecimal.ZERO;
      long unpriced = 0;
      for (int i = random.nextInt(30); i > 0; i--) {
        Call call = calls.next();
        CallCost cost = pricer.price(call);
        measures.merge(AttributedCalls.of(OneCall.sums(call, cost)));
        total = total.add(cost.costUsd());
        avoided = avoided.add(cost.avoidedUsd());
        if (call.costPicos() != Call.ABSENT && cost.isComputed()) {
          difference =
              difference.add(BigDecimal.valueOf(call.costPicos(), 12)).subtract(cost.computedUsd());
        }
        unpriced += cost.status().label().equals("unpriced") ? 1 : 0;
      }
      CostSums sums = measures.cost();
      assertThat(sums.total(12).compareTo(total), is(0));
      assertThat(sums.avoided(12).compareTo(avoided), is(0));
      assertThat(sums.difference(12).compareTo(difference), is(0));
      assertThat(sums.counts().unpriced(), is(unpriced));
      assertThat(sums.known() + unpriced, is(measures.requests()));
      BigDecimal charges = measures.charges().uncharged(12);
      for (Charge charge : Charge.all()) {
        charges = charges.add(measures.charges().cost(charge, 12));
      }
      assertThat("by charge", charges.compareTo(total), is(0));
    }
  }
}
