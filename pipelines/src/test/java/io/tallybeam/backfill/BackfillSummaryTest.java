package io.tallybeam.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.tallybeam.adjustment.RecordedAdjustments;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillSummaryTest {

  @ParameterizedTest
  @CsvSource({
    // whether the windows are the run's alone, cost by the other table, whether the run was right
    "true, 1.50, true, Cost of these windows, 'last digit: yes'",
    "true, 2, false, Cost of these windows, 'last digit: NO'",
    "false, 1.50, true, Cost of all windows from first to last, 'last digit: yes'",
    "false, 2, true, Cost of all windows from first to last, 'last digit: NO'"
  })
  void costsOfOtherWindowsMayDiffer(
      boolean exact, BigDecimal other, boolean consistent, String title, String same) {
    BackfillSummary summary =
        new BackfillSummary(
            new LedgerCounts(),
            TimeRanges.of(List.of(new TimeRange(0, 900_000))),
            exact,
            List.of(),
            List.of(),
            List.of(new TableCost("one", new BigDecimal("1.5")), new TableCost("another", other)),
            new RecordedAdjustments(0, BigDecimal.ZERO),
            List.of(),
            "metadata");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    summary.print(new PrintStream(printed, true, UTF_8), 1);

    assertThat(summary.isConsistent(), is(consistent));
    assertThat(printed.toString(UTF_8), containsString(title + ", the same to the " + same));
  }
}
