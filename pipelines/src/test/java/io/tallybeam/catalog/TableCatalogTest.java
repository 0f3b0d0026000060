package io.tallybeam.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.table.RejectedEventsTable;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.Test;

final class TableCatalogTest {

  private static final RejectedEventsTable TABLE = new RejectedEventsTable();

  /** Where there is no namespace it says so, and not that there is no table: REST servers may. */
  public static final class TellsOfNamespaces extends InMemoryCatalog {
    @Override
    public Table loadTable(TableIdentifier id) {
      if (!namespaceExists(id.namespace())) {
        throw new NoSuchNamespaceException("Namespace does not exist: %s", id.namespace());
      }
      return super.loadTable(id);
    }
  }

  /** Another run makes the table behind the first look at it. */
  public static final class MadeMeanwhile extends InMemoryCatalog {
    private boolean looked;

    @Override
    public Table loadTable(TableIdentifier id) {
      if (!looked) {
        looked = true;
        createNamespace(id.namespace());
        buildTable(id, TABLE.schema())
            .withPartitionSpec(TABLE.partitionSpec())
            .withProperty("tallybeam.window", "PT1M")
            .create();
        throw new NoSuchTableException("Table does not exist: %s", id);
      }
      return super.loadTable(id);
    }
  }

  @Test
  void makesTheFirstTableOfACatalogThatTellsOfNamespaces() {
    try (TableCatalog catalog = open(TellsOfNamespaces.class)) {
      catalog.check(TABLE, Map.of());
      catalog.ensure(TABLE, Map.of());
      assertThat(catalog.names(), contains(TABLE.name()));
    }
  }

  @Test
  void checksATableThatAnotherRunMadeMeanwhile() {
    try (TableCatalog catalog = open(MadeMeanwhile.class)) {
      UserError error =
          assertThrows(
              UserError.class, () -> catalog.ensure(TABLE, Map.of("tallybeam.window", "PT15M")));
      assertThat(error.getMessage(), containsString("has --window=1m, this run --window=15m"));
    }
  }

  private static TableCatalog open(Class<?> implementation) {
    return TableCatalog.open(
        new CatalogSettings(Map.of("catalog-impl", implementation.getName()), "test"));
  }
}
