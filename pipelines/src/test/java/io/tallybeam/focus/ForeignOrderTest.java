package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.RewrittenFiles;
import io.tallybeam.catalog.TableCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that another engine keeps in an order of its own. */
final class ForeignOrderTest {

  @TempDir Path folder;

  @Test
  void isNotThatOfAnExport() throws IOException {
    RepricedMonths months = RepricedMonths.in(folder);
    Path before = exported(months, "before");
    try (TableCatalog catalog = CommittedRows.open(months.warehouse())) {
      Table table = catalog.load(FocusExport.DAILY);
      table.replaceSortOrder().desc("model").desc("tenant_id").commit();
      RewrittenFiles.compact(table);
    }

    assertThat(Files.readAllLines(exported(months, "after")), is(Files.readAllLines(before)));
  }

  private Path exported(RepricedMonths months, String name) {
    String month = RepricedMonths.MONTHS.get(0);
    ExportedFiles.export(months.warehouse(), folder.resolve(name), month).done();
    return new ExportedFiles(folder.resolve(name), month).csv();
  }
}
