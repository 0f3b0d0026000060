package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.RewrittenFiles;
import io.tallybeam.catalog.TableCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that another engine has changed. */
final class ForeignChangesTest {

  @TempDir Path folder;

  @Test
  void anOrderOfItsOwnIsNotThatOfAnExport() throws IOException {
    RepricedMonths months = RepricedMonths.in(folder);
    Path before = exported(months, "before");
    try (TableCatalog catalog = CommittedRows.open(months.warehouse())) {
      Table table = catalog.load(FocusExport.DAILY);
      table.replaceSortOrder().desc("model").desc("tenant_id").commit();
      RewrittenFiles.compact(table);
    }

    assertThat(Files.readAllLines(exported(months, "after")), is(Files.readAllLines(before)));
  }

  @Test
  void columnsThatItAddedAreNotThoseOfAnExport() throws IOException {
    RepricedMonths months = RepricedMonths.in(folder);
    Path before = exported(months, "before");
    try (TableCatalog catalog = CommittedRows.open(months.warehouse())) {
      for (String name : List.of(FocusExport.DAILY, "llm_cost_attribution", "cost_adjustments")) {
        catalog
            .load(name)
            .updateSchema()
            .addColumn("reviewed", Types.BooleanType.get())
            .addColumn("reviews", Types.ListType.ofOptional(100, Types.DateType.get()))
            .commit();
      }
    }

    assertThat(Files.readAllLines(exported(months, "after")), is(Files.readAllLines(before)));
  }

  private Path exported(RepricedMonths months, String name) {
    String month = RepricedMonths.MONTHS.get(0);
    ExportedFiles.export(months.warehouse(), folder.resolve(name), month).done();
    return new ExportedFiles(folder.resolve(name), month).csv();
  }
}
