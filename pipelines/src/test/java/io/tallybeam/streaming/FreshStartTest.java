package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

final class FreshStartTest {

  /** Records of 12:15 on may hold calls of an hour later, by the tolerance. */
  @Test
  void whatRetentionHasLeftTakesNoWindowsPlaceUnasked() {
    for (String since : new String[] {"12:00:00.001", "12:15:00"}) {
      UserError lost =
          assertThrows(
              UserError.class, () -> FreshStart.checkLost(Set.of("tallybeam"), plan(), at(since)));
      assertThat(
          lost.getMessage(),
          allOf(
              containsString("only from " + Instant.ofEpochMilli(at(since).getAsLong()) + " on"),
              containsString("--startFrom=2026-01-01T13:15:00Z"),
              not(containsString("\n"))));
    }
  }

  @Test
  void aSinkThatBeginsHasNothingToLose() {
    FreshStart.checkLost(Set.of("another"), plan(), at("12:00:00"));
    FreshStart.checkLost(Set.of(), plan(), at("12:00:00"));
  }

  private static LongSupplier at(String time) {
    return () -> TestCall.time(time).toEpochMilli();
  }

  private static StreamingPlan plan() {
    String[] args = {"--bootstrapServers=h:1", "--catalogProperties=type=rest"};
    return StreamingPlan.of(PipelineOptionsFactory.fromArgs(args).as(StreamOptions.class));
  }
}
