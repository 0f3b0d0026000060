package io.tallybeam.pricing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cost counts, in all cases there are. */
final class CostPolicyTest {

  @ParameterizedTest
  @CsvSource({
    // policy, then: own and reported, own only, reported only, neither
    "PREFER_COMPUTED, false, PRICED, PRICED, PROVIDER_REPORTED, UNPRICED",
    "PREFER_REPORTED, false, PROVIDER_REPORTED, PRICED, PROVIDER_REPORTED, UNPRICED",
    "COMPUTED, false, PRICED, PRICED, UNPRICED, UNPRICED",
    "REPORTED, false, PROVIDER_REPORTED, UNPRICED, PROVIDER_REPORTED, UNPRICED",
    "PREFER_COMPUTED, true, FREE, FREE, FREE, FREE",
    "PREFER_REPORTED, true, PROVIDER_REPORTED, FREE, PROVIDER_REPORTED, FREE",
    "COMPUTED, true, FREE, FREE, FREE, FREE",
    "REPORTED, true, PROVIDER_REPORTED, FREE, PROVIDER_REPORTED, FREE",
  })
  void choosesByWhatThereIs(
      CostPolicy policy,
      boolean cacheHit,
      CostStatus both,
      CostStatus own,
      CostStatus reported,
      CostStatus neither) {
    assertThat(policy.choose(cacheHit, true, true), is(both));
    assertThat(policy.choose(cacheHit, true, false), is(own));
    assertThat(policy.choose(cacheHit, false, true), is(reported));
    assertThat(policy.choose(cacheHit, false, false), is(neither));
  }
}
