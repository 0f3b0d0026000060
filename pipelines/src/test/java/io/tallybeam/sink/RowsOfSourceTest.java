package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;

final class RowsOfSourceTest {

  /** Iceberg keeps 16 characters of a bound: what is longer may be another name. */
  @Test
  void isSureOfShortNamesOnly() throws IOException {
    List<String> sources =
        List.of("a", "ab", "fifteen-letters", "sixteen-letters!", "sixteen-letters!x", "Ａ");
    CatalogSettings settings =
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test");
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      WindowLedgerTable ledger = new WindowLedgerTable(StreamTables.WINDOWS);
      Table table = catalog.ensure(ledger, Map.of());
      for (String one : sources) {
        for (String other : sources) {
          List<Record> records = List.of(row(table, ledger, one), row(table, ledger, other));
          DataFile file = file(table, records);
          for (String source : sources) {
            RowsOfSource rows = new RowsOfSource(source);
            boolean all = one.equals(source) && other.equals(source);
            String what = source + " in a file of " + one + " and " + other;
            assertThat(
                what,
                rows.containsAll(file, table.schema(), 0, 0),
                is(all && source.length() <= 16));
            assertThat(what, rows.contains(records.get(0)), is(one.equals(source)));
            assertThat(what, rows.mayContain(file, 0, 0), is(true));
          }
        }
      }
    }
  }

  private static Record row(Table table, WindowLedgerTable ledger, String source) {
    Record row = GenericRecord.create(table.schema());
    ledger.fill(WindowLedgerTable.key(source, 0), new LedgerCounts(), row);
    return row;
  }

  private static DataFile file(Table table, List<Record> records) throws IOException {
    try (LazyFile file = new LazyFile(new WindowLedgerTable(StreamTables.WINDOWS), table)) {
      for (Record row : new ArrayList<>(records)) {
        file.write(row);
      }
      return file.finish();
    }
  }
}
