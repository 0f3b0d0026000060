package io.tallybeam.pricing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cost counts, in all cases there are. */
final class CostPolicyTest {

  @ParameterizedTest
  @CsvSource({
    // policy, then: own and reported, own only, reported only, neither
    "prefer-computed, false, PRICED, PRICED, PROVIDER_REPORTED, UNPRICED",
    "prefer-reported, false, PROVIDER_REPORTED, PRICED, PROVIDER_REPORTED, UNPRICED",
    "computed, false, PRICED, PRICED, UNPRICED, UNPRICED",
    "reported, false, PROVIDER_REPORTED, UNPRICED, PROVIDER_REPORTED, UNPRICED",
    "prefer-computed, true, FREE, FREE, FREE, FREE",
    "prefer-reported, true, PROVIDER_REPORTED, FREE, PROVIDER_REPORTED, FREE",
    "computed, true, FREE, FREE, FREE, FREE",
    "reported, true, PROVIDER_REPORTED, FREE, PROVIDER_REPORTED, FREE",
  })
  void choosesByWhatThereIs(
      String label,
      boolean cacheHit,
      CostStatus both,
      CostStatus own,
      CostStatus reported,
      CostStatus neither) {
    CostPolicy policy = CostPolicy.ofLabel(label).orElseThrow();

    assertThat(policy.choose(cacheHit, true, true), is(both));
    assertThat(policy.choose(cacheHit, true, false), is(own));
    assertThat(policy.choose(cacheHit, false, true), is(reported));
    assertThat(policy.choose(cacheHit, false, false), is(neither));
  }

  @Test
  void hasTheNamesOfTheOption() {
    for (CostPolicy policy : CostPolicy.values()) {
      assertThat(CostPolicy.ofLabel(policy.label()), is(Optional.of(policy)));
    }
    assertThat(CostPolicy.ofLabel("PREFER_COMPUTED"), is(Optional.empty()));
  }
}
