package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link FlatSums} against numbers of any size. */
class FlatSumsTest {

  private static final int SUMS = 13;
  private static final int COUNTS = 12;

  private final FlatSums flat = new FlatSums(SUMS, COUNTS);
  private final BigInteger[] sums = new BigInteger[SUMS];
  private final long[] counts = new long[COUNTS];

  @Test
  void areExact() {
    Arrays.fill(sums, BigInteger.ZERO);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      step(random);
      if (i % 100 == 0) {
        assertSame(flat);
        assertSame(copy(flat));
        FlatSums twice = copy(flat);
        twice.merge(flat);
        FlatSums again = copy(flat);
        again.merge(copy(flat));
        assertThat(written(twice).toByteArray(), is(written(again).toByteArray()));
        assertThat(twice.sum(3, 0).toBigInteger(), is(sums[3].add(sums[3])));
      }
    }
  }

  private void step(Random random) {
    int at = random.nextInt(SUMS);
    BigInteger number = new BigInteger(1 + random.nextInt(100), random);
    switch (random.nextInt(4)) {
      case 0 -> {
        long value = random.nextLong() >>> (1 + random.nextInt(63));
        flat.add(at, value);
        sums[at] = sums[at].add(BigInteger.valueOf(value));
      }
      case 1 -> {
        flat.add(at, number.shiftRight(64).longValueExact(), number.longValue());
        sums[at] = sums[at].add(number);
      }
      case 2 -> {
        flat.subtract(at, number.shiftRight(64).longValueExact(), number.longValue());
        sums[at] = sums[at].subtract(number);
      }
      default -> {
        int count = random.nextInt(COUNTS);
        long more = random.nextInt(1000);
        flat.count(count, more);
        counts[count] += more;
      }
    }
  }

  private void assertSame(FlatSums other) {
    for (int i = 0; i < SUMS; i++) {
      assertThat(other.sum(i, 12), is(new BigDecimal(sums[i], 12)));
      Tally tally = other.tally(i, 0);
      assertThat(tally.sum(3), is(new BigDecimal(sums[i], 3)));
      assertThat(tally.count(), is(counts[0]));
      WideSum wide = new WideSum();
      other.addTo(wide, i);
      assertThat(wide.toDecimal(0).toBigInteger(), is(sums[i]));
    }
    for (int i = 0; i < COUNTS; i++) {
      assertThat(other.count(i), is(counts[i]));
    }
  }

  private static FlatSums copy(FlatSums of) {
    ByteWriter written = written(of);
    FlatSums copy = new FlatSums(SUMS, COUNTS);
    copy.count(1, 7);
    copy.read(new ByteReader(written.array(), 0, written.size()));
    return copy;
  }

  private static ByteWriter written(FlatSums of) {
    ByteWriter out = new ByteWriter(16);
    of.write(out);
    return out;
  }

  @Test
  void nothingIsLostBeyondTheirWidth() {
    flat.add(0, Long.MAX_VALUE, -1);
    assertThrows(ArithmeticException.class, () -> flat.add(0, 1));
    flat.subtract(1, Long.MAX_VALUE, -1);
    flat.subtract(1, 0, 1);
    assertThrows(ArithmeticException.class, () -> flat.subtract(1, 0, 1));
  }
}
