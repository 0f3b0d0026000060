package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.RandomCalls;
import io.tallybeam.event.Call;
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
    for (int i = random.nextInt(8); i > 0; i--) {
      Call call = calls.next();
      CallSums sums = OneCall.sums(call, PRICER.price(call));
      int tags = call.attribution().tags().size();
      if (tags < 2) {
        measures.merge(TaggedCalls.of(sums));
      } else {
        measures.merge(TaggedCalls.of(sums, random.nextInt(tags)));
      }
    }
    return measures;
  }

  @Override
  TaggedCalls read(ByteReader in) {
    return TaggedCalls.read(in);
  }
}
