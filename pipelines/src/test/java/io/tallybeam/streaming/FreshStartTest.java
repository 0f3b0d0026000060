package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class FreshStartTest {

  /** Records of 12:15 on may hold calls of an hour later, by the tolerance. */
  @Test
  void whatRetentionHasLeftTakesNoWindowsPlaceUnasked() {
    try (TableCatalog catalog = SinkClaimTest.catalog()) {
      // Nobody has written a window.
      FreshStart.checkLost(metrics(catalog), plan(), at("12:00:00"));
      metrics(catalog).newFastAppend().commit();
      for (String since : new String[] {"12:00:00.001", "12:15:00"}) {
        UserError lost =
            assertThrows(
                UserError.class, () -> FreshStart.checkLost(metrics(catalog), plan(), at(since)));
        assertThat(
            lost.getMessage(),
            allOf(
                containsString("only from " + Instant.ofEpochMilli(at(since).getAsLong()) + " on"),
                containsString("--startFrom=2026-01-01T13:15:00Z"),
                not(containsString("\n"))));
      }
    }
  }

  @Test
  void aTopicTakesTheWindowsOfAnotherOneOnlyIfAsked() {
    try (TableCatalog catalog = SinkClaimTest.catalog()) {
      FreshStart.checkTopic(metrics(catalog), plan("--topic=calls"));
      SinkClaim.make(metrics(catalog), plan("--topic=calls"), false);
      FreshStart.checkTopic(metrics(catalog), plan("--topic=calls"));

      UserError other =
          assertThrows(
              UserError.class, () -> FreshStart.checkTopic(metrics(catalog), plan("--topic=new")));
      assertThat(
          other.getMessage(),
          containsString("--startFrom: the sink tallybeam has read calls, and what --topic=new"));
    }
  }

  private static LongSupplier at(String time) {
    return () -> TestCall.time(time).toEpochMilli();
  }

  private static Table metrics(TableCatalog catalog) {
    return SinkClaimTest.table(catalog);
  }

  private static StreamingPlan plan(String... options) {
    return SinkClaimTest.plan(options);
  }
}
