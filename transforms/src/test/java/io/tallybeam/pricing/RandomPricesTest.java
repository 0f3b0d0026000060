package io.tallybeam.pricing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.tallybeam.book.Books;
import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random calls by random books, against amounts worked out with plain decimals. */
final class RandomPricesTest {

  private static final BigDecimal PICO = new BigDecimal("1e-12");

  @Test
  void everyAmountIsThatOfPlainDecimals() {
    Random random = new Random(41);
    int priced = 0;
    int rounded = 0;
    for (int i = 0; i < 300; i++) {
      RandomBook says = RandomBook.of(random);
      Pricer pricer = new Pricer(Books.yaml(says.yaml(random)), CostPolicy.PREFER_COMPUTED);
      CallCost cost = new CallCost();
      for (int n = 0; n < 100; n++) {
        RandomCall call = RandomCall.of(random);
        pricer.price(call.usage(), cost);
        Map<Charge, BigDecimal> exact = new PlainPrices(says).charges(call);
        if (exact.isEmpty()) {
          assertThat(cost.status(), is(CostStatus.UNPRICED));
          assertThat(cost.computedUsd(), comparesEqualTo(BigDecimal.ZERO));
        } else {
          priced++;
          rounded += check(call, exact, cost) ? 1 : 0;
        }
      }
    }
    // So that neither kind is missing.
    assertThat(priced, is(greaterThan(10_000)));
    assertThat(rounded, is(greaterThan(1_000)));
  }

  /** Checks amounts; whether they were rounded. */
  private static boolean check(RandomCall call, Map<Charge, BigDecimal> exact, CallCost cost) {
    assertThat(cost.status(), is(CostStatus.PRICED));
    BigDecimal sum = exact.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal total = sum.setScale(12, RoundingMode.HALF_EVEN);
    assertThat(call.toString(), cost.costUsd(), comparesEqualTo(total));
    BigDecimal parts = BigDecimal.ZERO;
    for (Charge charge : Charge.all()) {
      BigDecimal part = cost.chargeUsd(charge);
      BigDecimal difference = part.subtract(exact.getOrDefault(charge, BigDecimal.ZERO)).abs();
      assertThat(call + " " + charge, difference, is(lessThan(PICO)));
      parts = parts.add(part);
    }
    assertThat(call.toString(), parts, comparesEqualTo(total));
    return total.compareTo(sum) != 0;
  }

  @Test
  void neitherOrderNorWhatWasPricedBeforeMatters() {
    Random random = new Random(43);
    PriceBook book = Books.yaml(RandomBook.of(random).yaml(random));
    List<RandomCall> calls = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      calls.add(RandomCall.of(random));
    }
    Map<RandomCall, BigDecimal> before = costs(calls, new Pricer(book, CostPolicy.COMPUTED));
    Collections.shuffle(calls, random);

    assertThat(costs(calls, new Pricer(book, CostPolicy.COMPUTED)), is(before));
    for (RandomCall call : calls.subList(0, 200)) {
      Map<RandomCall, BigDecimal> alone =
          costs(List.of(call), new Pricer(book, CostPolicy.COMPUTED));
      assertThat(alone.get(call), is(before.get(call)));
    }
  }

  private static Map<RandomCall, BigDecimal> costs(List<RandomCall> calls, Pricer pricer) {
    Map<RandomCall, BigDecimal> costs = new HashMap<>();
    CallCost cost = new CallCost();
    for (RandomCall call : calls) {
      pricer.price(call.usage(), cost);
      costs.put(call, cost.costUsd());
    }
    return costs;
  }

  /** The dearest real rates, and a million times as many tokens as any model takes and gives. */
  @Test
  void aMillionTimesTheLargestRealCallDoesNotOverflow() {
    CallCost cost =
        Priced.call("openai", "gpt-5.4-pro", "2026-04-01")
            .service(ServiceTier.PRIORITY)
            .tokens(1_050_000_000_000L, 128_000_000_000L)
            .count(Charge.CACHED_READ, 50_000_000_000L)
            .by(Books.starting());

    // 1e12 * 0.00012 + 5e10 * 0.000012 + 1.28e11 * 0.000405: beyond a long of 1e-12 USD
    assertThat(cost.costUsd(), comparesEqualTo(new BigDecimal("172440000")));
    assertThat(cost.costHigh(), is(greaterThan(0L)));
  }

  /** The bounds of rates, uplifts and counts together. */
  @Test
  void theLargestAmountsThatAreAllowedDoNotOverflow() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per token
            prices:
              - model: m
                rates: {input: 10000, cached_read: 9999.999999999999999999999999,
                  audio_input: 10000, output: 10000, reasoning: 9999.000000000000000000000001}
                uplift: {eu: 99.9999}
            """);
    Priced call = Priced.call("p", "m", "2026-01-01").counting(Counting.EXCLUSIVE).region("eu");
    BigDecimal rates = BigDecimal.ZERO;
    for (String rate :
        List.of(
            "10000",
            "9999.999999999999999999999999",
            "10000",
            "10000",
            "9999.000000000000000000000001")) {
      rates = rates.add(new BigDecimal(rate));
    }
    for (Charge charge :
        List.of(
            Charge.INPUT,
            Charge.CACHED_READ,
            Charge.AUDIO_INPUT,
            Charge.OUTPUT,
            Charge.REASONING)) {
      call.count(charge, CallUsage.MAX_COUNT);
    }
    BigDecimal exact =
        rates.multiply(new BigDecimal("99.9999")).multiply(new BigDecimal(CallUsage.MAX_COUNT));

    assertThat(
        call.by(book).costUsd(), comparesEqualTo(exact.setScale(12, RoundingMode.HALF_EVEN)));
  }

  @Test
  void aTotalIsRoundedOnceAndHalfToEven() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per token
            prices:
              - model: m
                rates: {input: 0.0000000000005, cached_read: 0.00000000000025, output: 0.000000000001}
            """);
    Map<Charge, Long> none = new EnumMap<>(Charge.class);
    // Halves of 1e-12 USD: 1 gives 0, 3 gives 2, 5 gives 2; two halves are one whole.
    assertThat(picos(book, 1, 0, 0, none), is(0L));
    assertThat(picos(book, 2, 0, 0, none), is(1L));
    assertThat(picos(book, 3, 0, 0, none), is(2L));
    assertThat(picos(book, 5, 0, 0, none), is(2L));
    assertThat(picos(book, 5, 0, 3, none), is(6L));
    // A half and a quarter are more than a half: the larger remainder takes the unit.
    Map<Charge, Long> parts = new EnumMap<>(Charge.class);
    assertThat(picos(book, 2, 1, 0, parts), is(1L));
    assertThat(parts.get(Charge.INPUT), is(1L));
    assertThat(parts.get(Charge.CACHED_READ), is(0L));
  }

  private static long picos(
      PriceBook book, long input, long cached, long output, Map<Charge, Long> parts) {
    CallCost cost =
        Priced.call("p", "m", "2026-01-01")
            .tokens(input, output)
            .count(Charge.CACHED_READ, cached)
            .by(book);
    Charge.all().forEach(charge -> parts.put(charge, cost.chargeLow(charge)));
    return cost.costLow();
  }
}
