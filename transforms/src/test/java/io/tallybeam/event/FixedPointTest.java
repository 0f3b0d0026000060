package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.000e9, 0",
    "0e99999999999999999999999, 0",
    "7, 7",
    "12.0, 12",
    "1.2e1, 12",
    "120E-1, 12",
    "0.0012e+4, 12",
    "2147483647, 2147483647",
    "2147483647.000, 2147483647",
    "2147483648, -3",
    "2147483647.1, -3",
    "9223372036854775808, -3",
    "9999999999999999999, -3",
    "18446744073709551616, -3",
    "1e400, -3",
    "1e99999999999999999999999, -3",
    "1.5, -4",
    "0.1, -4",
    "1e-1, -4",
    "1e-99999999999999999999999, -4",
    "-1, -2",
    "-1.5, -2",
    "-1e400, -2",
    "-1e-400, -2"
  })
  void tokensAreWholeAndFitTheSourceColumn(String text, long expected) {
    assertThat(parse(FixedPoint.TOKENS, text), is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000000000000",
    "0.000000075, 75000",
    "7.5e-8, 75000",
    "0.0000000000005, 0",
    "0.00000000000050000000000000000001, 1",
    "0.0000000000015, 2",
    "0.0000000000025, 2",
    "0.00000000000250, 2",
    "0.0000000000035, 4",
    "0.00000000000049999999999999, 0",
    "1e-13, 0",
    "9e-13, 1",
    "999999.9999999999995, 1000000000000000000",
    "1000000, 1000000000000000000",
    "1e6, 1000000000000000000",
    "1000000.0000000000000000, 1000000000000000000",
    "1000000.0000000000000001, -3",
    "1000000.000000000001, -3",
    "9999999.999999999999, -3",
    "18446744.073709551617, -3",
    "-0.0000000000000000000001, -2"
  })
  void costsRoundHalfEvenToTheirUnit(String text, long expected) {
    assertThat(parse(FixedPoint.USD_TO_PICOS, text), is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "812.25, 812250",
    "0.0005, 0",
    "0.0015, 2",
    "2678400000, 2678400000000",
    "2678400000.0000001, -3"
  })
  void latenciesAreKeptToTheMicrosecond(String text, long expected) {
    assertThat(parse(FixedPoint.MILLIS_TO_MICROS, text), is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        ".5",
        "5.",
        "1.e1",
        "1e",
        "1e+",
        "1 ",
        " 1",
        "1,5",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "abc",
        "1_000",
        "1f",
        "1.5.5",
        "1e1.5",
        "--1",
        "٣",
        "１",
        "1e5e5"
      })
  void whatIsNotAJsonNumberIsNone(String text) {
    assertThat(parse(FixedPoint.TOKENS, text), is(FixedPoint.NOT_A_NUMBER));
    assertThat(parse(FixedPoint.USD_TO_PICOS, text), is(FixedPoint.NOT_A_NUMBER));
  }

  @Test
  void agreesWithBigDecimal() {
    Random random = new Random(2);
    FixedPoint[] units = {
      FixedPoint.TOKENS,
      FixedPoint.MILLIS_TO_MICROS,
      FixedPoint.USD_TO_PICOS,
      new FixedPoint(5, 99, false),
      new FixedPoint(2, 0, true)
    };
    for (int i = 0; i < 300_000; i++) {
      String text = NumberTexts.any(random);
      FixedPoint unit = units[random.nextInt(units.length)];
      assertThat(text + " in " + unit, parse(unit, text), is(expected(unit, text)));
    }
  }

  @Test
  void millionDigitsAreNoTrouble() {
    assertThat(parse(FixedPoint.TOKENS, "9".repeat(1_000_000)), is(FixedPoint.TOO_LARGE));
    assertThat(parse(FixedPoint.USD_TO_PICOS, "0." + "0".repeat(1_000_000) + "1"), is(0L));
    assertThat(parse(FixedPoint.TOKENS, "1" + "0".repeat(1_000_000) + "e-1000000"), is(1L));
    assertThat(parse(FixedPoint.TOKENS, "1e-" + "9".repeat(1_000_000)), is(FixedPoint.NOT_WHOLE));
  }

  @Test
  void limitsThatALongCannotCheckAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new FixedPoint(0, 1_000_000_000_000_000_001L, true));
    assertThrows(IllegalArgumentException.class, () -> new FixedPoint(-1, 1, true));
  }

  private static long parse(FixedPoint unit, String text) {
    return Chars.parse(text, unit::parse);
  }

  private static long expected(FixedPoint unit, String text) {
    BigDecimal exact = new BigDecimal(text).scaleByPowerOfTen(unit.scale());
    BigDecimal rounded = exact.setScale(0, RoundingMode.HALF_EVEN);
    if (exact.signum() < 0) {
      return FixedPoint.NEGATIVE;
    }
    if (exact.compareTo(BigDecimal.valueOf(unit.max())) > 0) {
      return FixedPoint.TOO_LARGE;
    }
    return unit.whole() && exact.compareTo(rounded) != 0
        ? FixedPoint.NOT_WHOLE
        : rounded.longValueExact();
  }
}
