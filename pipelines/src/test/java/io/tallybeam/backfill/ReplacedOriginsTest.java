package io.tallybeam.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.sink.Scope;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.window.TimeRanges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.junit.jupiter.api.Test;

/** Which files may hold dead letters that have no window and come from a certain archive. */
class ReplacedOriginsTest {

  private static final RejectedEventsTable TABLE = new RejectedEventsTable();
  private static final int WINDOW_START = TABLE.schema().findField("window_start").fieldId();
  private static final int ORIGIN = TABLE.schema().findField("origin").fieldId();

  @Test
  void fileWhoseBoundsHoldTheOrigin() {
    assertThat(mayHold("b", "a", "c"), is(true));
    assertThat(mayHold("a", "a", "c"), is(true));
    assertThat(mayHold("c", "a", "c"), is(true));
    assertThat(mayHold("d", "a", "c"), is(false));
    assertThat(mayHold("A", "a", "c"), is(false));
  }

  /** Bounds are in the order of code points; in UTF-16 U+1F41D comes before U+FF21. */
  @Test
  void boundsAreInTheOrderOfCodePoints() {
    assertThat(mayHold("Ａ", "Ａ", "🐝"), is(true));
    assertThat(mayHold("🐝", "Ａ", "🐝"), is(true));
    assertThat(mayHold("🐝", "a", "Ａ"), is(false));
  }

  private static boolean mayHold(String origin, String first, String last) {
    DataFile file =
        DataFiles.builder(TABLE.partitionSpec())
            .withPath("file.parquet")
            .withFileSizeInBytes(1)
            .withMetrics(
                new Metrics(
                    2L,
                    Map.of(),
                    Map.of(WINDOW_START, 2L, ORIGIN, 2L),
                    Map.of(WINDOW_START, 2L, ORIGIN, 0L),
                    Map.of(),
                    Map.of(ORIGIN, bound(first)),
                    Map.of(ORIGIN, bound(last))))
            .build();
    return Scope.of(TimeRanges.of(List.of()))
        .andWithoutWindow(RejectedEventsTable.ORIGIN, List.of(origin))
        .mayTouch(file, TABLE.schema());
  }

  private static ByteBuffer bound(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
