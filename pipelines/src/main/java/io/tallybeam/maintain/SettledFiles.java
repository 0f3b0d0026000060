package io.tallybeam.maintain;

import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells the files that no run is expected to replace soon. */
final class SettledFiles {

  private static final String WINDOW_END = "window_end";

  /** Windows divide an hour: no longer where nothing tells. */
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  private final Table table;
  private final long settledBefore;
  private final long windowMillis;
  private final Map<Long, Long> timeBySequence = new HashMap<>();

  /**
   * The files of {@code table}, which has windows.
   *
   * @param settledBefore windows that ended before this are settled; ms
   */
  SettledFiles(Table table, long settledBefore) {
    this.table = table;
    this.settledBefore = settledBefore;
    String window = table.properties().get(RunTables.WINDOW);
    this.windowMillis = (window == null ? LONGEST_WINDOW : Duration.parse(window)).toMillis();
    for (Snapshot snapshot : table.snapshots()) {
      timeBySequence.put(snapshot.sequenceNumber(), snapshot.timestampMillis());
    }
  }

  /** Whether {@code table} has windows, so that its files can be told to be settled. */
  static boolean appliesTo(Table table) {
    Types.NestedField start = table.schema().findField(WindowTable.WINDOW_START);
    return start != null && start.type().equals(Types.TimestampType.withZone());
  }

  /** The locations of the settled files of a snapshot that can be rewritten here. */
  Set<String> of(Snapshot snapshot) throws IOException {
    Set<String> settled = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot.snapshotId()).includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        if (file.format() == FileFormat.PARQUET
            && file.specId() == table.spec().specId()
            && isSettled(file)) {
          settled.add(file.location());
        }
      }
    }
    return settled;
  }

  private boolean isSettled(DataFile file) {
    Types.NestedField start = table.schema().findField(WindowTable.WINDOW_START);
    Long last = upperMillis(file, start);
    if (last == null) {
      return holdsNoWindow(file, start) && isCommittedLongAgo(file);
    }
    Types.NestedField end = table.schema().findField(WINDOW_END);
    Long told = end == null ? null : upperMillis(file, end);
    return (told == null ? last + windowMillis : told) <= settledBefore;
  }

  private static boolean holdsNoWindow(DataFile file, Types.NestedField start) {
    Map<Integer, Long> nulls = file.nullValueCounts();
    Long without = nulls == null ? null : nulls.get(start.fieldId());
    return without != null && without == file.recordCount();
  }

  /** Rows without a window have no other time; snapshots that are gone are old. */
  private boolean isCommittedLongAgo(DataFile file) {
    Long sequence = file.dataSequenceNumber();
    Long time = sequence == null ? null : timeBySequence.get(sequence);
    return time == null || time <= settledBefore;
  }

  private static @Nullable Long upperMillis(DataFile file, Types.NestedField field) {
    ByteBuffer bound = file.upperBounds() == null ? null : file.upperBounds().get(field.fieldId());
    return bound == null
        ? null
        : Math.floorDiv(Conversions.<Long>fromByteBuffer(field.type(), bound), 1000L);
  }
}
