package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.pricing.CostStatus;
import java.math.BigInteger;
import java.util.Random;

class TaggedCallsTest extends MeasuresContract<TaggedCalls> {

  @Override
  TaggedCalls none() {
    return new TaggedCalls();
  }

  @Override
  TaggedCalls random(Random random) {
    TaggedCalls measures = new TaggedCalls();
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean priced = random.nextBoolean();
      measures.add(
          priced ? CostStatus.PRICED : CostStatus.UNPRICED,
          priced ? new BigInteger(random.nextInt(100), random) : BigInteger.ZERO);
    }
    return measures;
  }

  @Override
  TaggedCalls read(ByteReader in) {
    return TaggedCalls.read(in);
  }
}
