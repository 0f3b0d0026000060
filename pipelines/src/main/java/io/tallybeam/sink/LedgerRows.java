package io.tallybeam.sink;

import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Writes rows of the ledger. */
final class LedgerRows {

  private LedgerRows() {}

  /** One file for each day that {@code counts} touches, and one for what has no window. */
  static List<DataFile> write(
      WindowLedgerTable ledger, Table target, String source, Map<Long, LedgerCounts> counts)
      throws IOException {
    Map<Long, List<Long>> windowsByDay = new TreeMap<>();
    for (long window : new TreeMap<>(counts).keySet()) {
      long day = window == Key.NO_WINDOW ? window : Period.Day.UTC.startOf(window);
      windowsByDay.computeIfAbsent(day, d -> new ArrayList<>()).add(window);
    }
    List<DataFile> files = new ArrayList<>();
    for (List<Long> windows : windowsByDay.values()) {
      try (LazyFile file = new LazyFile(ledger, target)) {
        for (long window : windows) {
          Record row = GenericRecord.create(target.schema());
          ledger.fill(WindowLedgerTable.key(source, window), counts.get(window), row);
          file.write(row);
        }
        files.add(file.finish());
      }
    }
    return files;
  }
}
