package io.tallybeam.pricing;

import static io.tallybeam.pricing.Priced.call;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Books;
import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceBook;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models that are paid for by the call or the search, whose events count no tokens. */
final class FeesTest {

  private static final PriceBook BOOK =
      Books.yaml(
          """
          unit: USD per token
          prices:
            - {model: rerank, per_call: {call: 0.002}}
            - {model: sonar, per_call: {search: 0.01}}
            - {model: both, rates: {input: 1}, per_call: {call: 0.002}}
          """);

  @Test
  void needNoCountOfTokens() {
    CallCost call = call("p", "rerank", "2026-04-01").by(BOOK);
    assertThat(call.status(), is(CostStatus.PRICED));
    assertThat(call.costUsd().stripTrailingZeros().toPlainString(), is("0.002"));
    assertThat(call.fallbacks(), is(List.of()));
    CallCost searches = call("p", "sonar", "2026-04-01").count(Charge.SEARCH, 2).by(BOOK);
    assertThat(searches.status(), is(CostStatus.PRICED));
    assertThat(searches.costUsd().stripTrailingZeros().toPlainString(), is("0.02"));
  }

  /** Its tokens cost too, and nobody knows how many there were. */
  @Test
  void areNotAllThatACallOfUncountedTokensCosts() {
    CallCost cost = call("p", "both", "2026-04-01").by(BOOK);
    assertThat(cost.status(), is(CostStatus.UNPRICED));
    assertThat(cost.reason(), is(UnpricedReason.NO_TOKENS));
  }

  /** The book says nothing of them. */
  @Test
  void areNotAllThatTokensCost() {
    CallCost cost = call("p", "rerank", "2026-04-01").tokens(5, 5).by(BOOK);
    assertThat(cost.reason(), is(UnpricedReason.NO_RATE));
  }
}
