package io.tallybeam.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.pricing.CostPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionTextTest {

  /** Added to the time of an event, a longer one is beyond what a timestamp holds. */
  @ParameterizedTest
  @ValueSource(strings = {"876001h", "P36501D", "2562047788015h", "-876001h"})
  void refusesADurationOfMoreThanAHundredYears(String text) {
    UserError error =
        assertThrows(UserError.class, () -> OptionText.duration("allowedLateness", text));

    assertThat(
        error.getMessage(),
        is("--allowedLateness=" + text + ": expected a duration of at most 36500 days"));
  }

  @Test
  void takesADurationOfAHundredYears() {
    assertThat(OptionText.duration("allowedLateness", "P36500D"), is(Duration.ofDays(36_500)));
  }

  @Test
  void takesAChoiceByItsNameInSmallLettersWithDashes() {
    for (CostPolicy policy : CostPolicy.values()) {
      String label = OptionText.label(policy);
      assertThat(OptionText.choice("costPolicy", label, CostPolicy.values()), is(policy));
    }
    assertThat(OptionText.label(CostPolicy.PREFER_COMPUTED), is("prefer-computed"));
    UserError error =
        assertThrows(
            UserError.class,
            () -> OptionText.choice("costPolicy", "PREFER_COMPUTED", CostPolicy.values()));
    assertThat(
        error.getMessage(),
        is(
            "--costPolicy=PREFER_COMPUTED: expected one of prefer-computed, prefer-reported,"
                + " computed, reported"));
  }
}
