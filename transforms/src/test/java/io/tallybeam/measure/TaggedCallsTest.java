package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.RandomCalls;
import io.tallybeam.pricing.CallCost;
import java.math.BigInteger;
import java.util.Random;

class TaggedCallsTest extends MeasuresContract<TaggedCalls> {

  private static final CallPricer PRICER = new CallPricer(RandomCalls.rules(new Random(4)));

  @Override
  TaggedCalls none() {
    return new TaggedCalls();
  }

  @Override
  TaggedCalls random(Random random) {
    TaggedCalls measures = new TaggedCalls();
    RandomCalls calls = new RandomCalls(random);
    for (int i = random.nextInt(4); i > 0; i--) {
      CallCost cost = PRICER.price(calls.next());
      if (random.nextBoolean()) {
        measures.add(cost);
      } else {
        measures.add(cost, new BigInteger(random.nextInt(100), random));
      }
    }
    return measures;
  }

  @Override
  TaggedCalls read(ByteReader in) {
    return TaggedCalls.read(in);
  }
}
