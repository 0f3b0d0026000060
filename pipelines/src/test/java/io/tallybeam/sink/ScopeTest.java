package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Files of another engine, of whose columns nothing is known. */
final class ScopeTest {

  private static final Schema LEDGER =
      new Schema(Types.NestedField.optional(1, "window_start", Types.TimestampType.withZone()));
  private static final Scope WINDOW = Scope.of(TimeRanges.of(List.of(new TimeRange(0, 900_000))));

  @Test
  void aFileWithoutBoundsMayHoldAnyRow() {
    assertThat(WINDOW.mayTouch(file(null), LEDGER), is(true));
    assertThat(WINDOW.mayTouch(file(Map.of(1, 0L)), LEDGER), is(true));
    assertThat(WINDOW.mayTouch(file(Map.of(1, 4L)), LEDGER), is(true));
    assertThat("none has a window", WINDOW.mayTouch(file(Map.of(1, 5L)), LEDGER), is(false));
  }

  private static DataFile file(Map<Integer, Long> nulls) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("file.avro")
        .withFileSizeInBytes(1)
        .withMetrics(new Metrics(5L, null, null, nulls, null))
        .build();
  }
}
