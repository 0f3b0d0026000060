package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.CallTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Merges the blocks of one group of a table and writes its rows to one sorted file. */
public final class MergedRows {

  /** Fewer rows of hours are not worth a file for each shard, and are read back. */
  private static final int LEAST_HOURS = 500;

  private MergedRows() {}

  /**
   * Writes the rows of {@code blocks}, of which there is at least one.
   *
   * @param target the Iceberg table of {@code table}
   */
  public static <M extends Measures<M>> DataFile write(
      WindowTable<M> table, Table target, Iterable<Block> blocks, BlockStore store)
      throws IOException {
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, store, table::read);
        TableFile<M> file = new TableFile<>(table, target)) {
      merge.forEach(file::add);
      return file.finish();
    }
  }

  /**
   * The same, and the rows of their hours and days of UTC, all of which {@code blocks} hold, to a
   * file each, unless hours are few.
   *
   * @param targets gives the Iceberg tables
   * @return the file of windows, and those of hours and days if there are
   */
  static <M extends Measures<M>> List<WrittenFile> writeRolledUp(
      CallTable<M> table,
      Function<WindowTable<?>, Table> targets,
      Iterable<Block> blocks,
      BlockStore store)
      throws IOException {
    CallTable<M> hourly = table.rolledUp(RollUpName.HOUR);
    CallTable<M> daily = table.rolledUp(Period.Day.UTC);
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, store, table::read);
        TableFile<M> windows = new TableFile<>(table, targets.apply(table));
        RollUpFile<M> days =
            new RollUpFile<>(daily, targets.apply(daily), 1, (key, measures) -> {});
        RollUpFile<M> hours =
            new RollUpFile<>(hourly, targets.apply(hourly), LEAST_HOURS, days::add)) {
      merge.forEach(
          (key, measures) -> {
            windows.add(key, measures);
            hours.add(key, measures);
          });
      List<WrittenFile> files = new ArrayList<>();
      DataFile last = windows.finish();
      files.add(WrittenFile.ofWindows(table.name(), last));
      Optional<DataFile> ofHours = hours.finish();
      if (ofHours.isPresent()) {
        files.add(WrittenFile.ofRollUp(hourly.name(), ofHours.get(), last.location()));
        last = ofHours.get();
      }
      Optional<DataFile> ofDays = days.finish();
      if (ofDays.isPresent()) {
        files.add(WrittenFile.ofRollUp(daily.name(), ofDays.get(), last.location()));
      }
      return files;
    }
  }
}
