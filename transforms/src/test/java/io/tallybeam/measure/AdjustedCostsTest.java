package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.RandomCalls;
import io.tallybeam.event.Call;
import java.util.Random;

class AdjustedCostsTest extends MeasuresContract<AdjustedCosts> {

  private static final CallPricer PRICER = new CallPricer(RandomCalls.rules(new Random(3)));

  @Override
  AdjustedCosts none() {
    return new AdjustedCosts();
  }

  @Override
  AdjustedCosts random(Random random) {
    AdjustedCosts measures = new AdjustedCosts();
    RandomCalls calls = new RandomCalls(random);
    for (int i = random.nextInt(6); i > 0; i--) {
      Call call = calls.next();
      AttributedCalls row = AttributedCalls.of(OneCall.sums(call, PRICER.price(call)));
      if (random.nextBoolean()) {
        measures.addBefore(row);
      } else {
        measures.addAfter(row);
      }
    }
    return measures;
  }

  @Override
  AdjustedCosts read(ByteReader in) {
    return AdjustedCosts.read(in);
  }
}
