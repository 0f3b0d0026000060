package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.PriceBook;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.cost.Countings;
import io.tallybeam.cost.PriceSource;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.Counting;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostSumsTest {

  /** 90,000 tokens are cached, 60 are thoughts and 40 are audio in the answer. */
  private static final UsageDetails DETAILS =
      new UsageDetails(90_000, -1, -1, 60, -1, 40, -1, -1, -1);

  @ParameterizedTest
  @CsvSource({
    // counting, input and output as given, and all of the prompt and the answer
    "INCLUSIVE, 90012, 150, 90012, 150",
    "CACHE_EXCLUSIVE, 12, 150, 90012, 150",
    "REASONING_EXCLUSIVE, 90012, 90, 90012, 150",
    "EXCLUSIVE, 12, 50, 90012, 150",
    "INCLUSIVE, -1, -1, 90000, 100",
    "INCLUSIVE, 12, 0, 90000, 100"
  })
  void unpricedTokensAreAllOfTheCallHoweverItsProducerCounts(
      Counting counting, long input, long output, long prompt, long answer) {
    Countings countings = new Countings(Counting.INCLUSIVE, Map.of("anthropic", counting));
    CallPricer pricer =
        new CallPricer(
            new CostRules(PriceSource.of(PriceBook.EMPTY), CostPolicy.PREFER_COMPUTED, countings));
    CallNames names = new CallNames(new Attribution("t", "anthropic", "new"), "", "");
    Call call = new Call(names, "", 0, false, false, input, output, -1, -1, DETAILS);

    CostSums sums = new CostSums();
    sums.add(call, pricer.price(call));

    assertThat(sums.counts().unpriced(), is(1L));
    assertThat(sums.counts().unpricedInput(), is(prompt));
    assertThat(sums.counts().unpricedOutput(), is(answer));
  }
}
