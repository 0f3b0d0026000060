package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link WideSum} against {@link BigInteger}. */
class WideSumTest {

  private static final BigInteger WIDEST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

  @Test
  void sumsAreExactPastSixtyFourBits() {
    WideSum sum = new WideSum();
    BigInteger expected = BigInteger.ZERO;
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long value = number(random);
      sum.add(value);
      expected = expected.add(BigInteger.valueOf(value));
      assertThat(sum.toDecimal(12), is(new BigDecimal(expected, 12)));
    }
    assertThat("the sum is wide", expected.bitLength() > 70, is(true));
  }

  @Test
  void theOrderOfMergingDoesNotShow() {
    Random random = new Random(2);
    for (int round = 0; round < 500; round++) {
      BigInteger expected = BigInteger.ZERO;
      List<WideSum> parts = new ArrayList<>();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        BigInteger value = wide(random);
        expected = expected.add(value);
        parts.add(WideSum.of(new BigDecimal(value), 0));
      }
      while (parts.size() > 1) {
        Collections.shuffle(parts, random);
        parts.get(0).add(parts.remove(parts.size() - 1));
      }
      assertThat(parts.get(0).toDecimal(0).unscaledValue(), is(expected));
    }
  }

  @Test
  void whatIsWrittenOrGivenAsADecimalIsReadBack() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal decimal = new BigDecimal(wide(random), 3);
      WideSum sum = WideSum.of(decimal, 3);
      assertThat(sum.toDecimal(3), is(decimal));
      ByteWriter out = new ByteWriter(16);
      sum.write(out);
      ByteReader in = new ByteReader(out.array(), 0, out.size());
      assertThat(WideSum.read(in).toDecimal(3), is(decimal));
      assertThat(in.hasRemaining(), is(false));
    }
  }

  @Test
  void aSumTooWideIsAnErrorAndNotWrapped() {
    WideSum widest = WideSum.of(new BigDecimal(WIDEST), 0);
    assertThat(widest.toDecimal(0).unscaledValue(), is(WIDEST));
    WideSum one = new WideSum();
    one.add(1);
    assertThrows(ArithmeticException.class, () -> add(widest, one));
    BigDecimal wider = new BigDecimal(WIDEST.add(BigInteger.ONE));
    assertThrows(ArithmeticException.class, () -> WideSum.of(wider, 0));
  }

  @Test
  void aDecimalThatIsNoSumIsRefused() {
    assertThrows(ArithmeticException.class, () -> WideSum.of(new BigDecimal("0.0001"), 3));
    assertThat(WideSum.of(new BigDecimal("0.5000"), 3).toDecimal(3), is(new BigDecimal("0.500")));
  }

  @Test
  void differencesAreExactBelowZeroToo() {
    Random random = new Random(4);
    WideSum sum = new WideSum();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 20_000; i++) {
      BigInteger value = wide(random).shiftRight(14);
      BigInteger signed = random.nextBoolean() ? value : value.negate();
      sum.add(signed.shiftRight(64).longValueExact(), signed.longValue());
      expected = expected.add(signed);
      assertThat(sum.toDecimal(0).unscaledValue(), is(expected));
      ByteWriter out = new ByteWriter(16);
      sum.write(out);
      ByteReader in = new ByteReader(out.array(), 0, out.size());
      assertThat(WideSum.read(in).toDecimal(0).unscaledValue(), is(expected));
      assertThat(WideSum.of(new BigDecimal(expected), 0).toDecimal(0), is(sum.toDecimal(0)));
    }
  }

  private static void add(WideSum to, WideSum added) {
    to.add(added);
  }

  private static long number(Random random) {
    return random.nextInt(3) == 0
        ? Long.MAX_VALUE - random.nextInt(3)
        : random.nextLong() >>> (1 + random.nextInt(63));
  }

  /** Up to 120 bits, so that a few of them still fit; often just around a border of words. */
  private static BigInteger wide(Random random) {
    BigInteger bits = new BigInteger(random.nextInt(121), random);
    BigInteger border = BigInteger.ONE.shiftLeft(random.nextBoolean() ? 63 : 64);
    return switch (random.nextInt(4)) {
      case 0 -> border;
      case 1 -> border.subtract(BigInteger.ONE);
      default -> bits;
    };
  }
}
