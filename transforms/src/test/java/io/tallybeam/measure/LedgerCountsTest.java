package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerCountsTest extends MeasuresContract<LedgerCounts> {

  @Override
  LedgerCounts none() {
    return new LedgerCounts();
  }

  @Override
  LedgerCounts random(Random random) {
    return LedgerCounts.of(
        count(random),
        count(random),
        count(random),
        count(random),
        count(random),
        count(random),
        count(random));
  }

  @Override
  LedgerCounts read(ByteReader in) {
    return LedgerCounts.read(in);
  }

  @Test
  void everyCountIsKeptApart() {
    LedgerCounts counts = new LedgerCounts();
    for (int i = 0; i < 11; i++) {
      counts.addRead();
    }
    counts.addAggregated();
    counts.addAggregated();
    counts.addDuplicates(3, 2);
    counts.addRejected();
    for (int i = 0; i < 5; i++) {
      assertThat(counts.balances(), is(false));
      counts.addOutsideRange();
    }
    assertThat(counts.balances(), is(true));
    counts.merge(LedgerCounts.of(7, 0, 0, 0, 0, 0, 7));
    assertThat(counts.read(), is(18L));
    assertThat(counts.aggregated(), is(2L));
    assertThat(counts.duplicates(), is(3L));
    assertThat(counts.conflictingDuplicates(), is(2L));
    assertThat(counts.rejected(), is(1L));
    assertThat(counts.outsideRange(), is(5L));
    assertThat(counts.late(), is(7L));
    assertThat(counts.balances(), is(true));
    counts.addRead();
    assertThat(counts.balances(), is(false));
  }

  private static long count(Random random) {
    return random.nextLong(1L << random.nextInt(1, 50));
  }
}
