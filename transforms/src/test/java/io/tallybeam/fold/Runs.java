package io.tallybeam.fold;

import io.tallybeam.cost.CostRules;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.time.Instant;

/** Settings of runs over {@link Event}s. */
final class Runs {

  static final TimeRange PLAUSIBLE =
      new TimeRange(
          Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("2100-01-01T00:00:00Z").toEpochMilli());

  private Runs() {}

  static FoldSettings of(TimeRange range, boolean deduplicate, int shards, boolean daily) {
    TumblingWindow windows = new TumblingWindow(Event.WINDOW);
    return new FoldSettings(
        windows,
        range,
        PLAUSIBLE,
        deduplicate,
        shards,
        daily ? Period.Day.UTC : windows,
        "test",
        LlmOpsFormat.INSTANCE,
        new Redaction(100, true),
        CostRules.REPORTED,
        BlockStore.INLINE);
  }
}
