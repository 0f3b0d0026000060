package io.tallybeam.catalog;

import io.tallybeam.error.RootCause;
import io.tallybeam.error.UserError;
import io.tallybeam.table.WindowTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The tables of one namespace of a catalog. Close it after use. */
public final class TableCatalog implements Closeable {

  static final String NAME = "tallybeam";

  private final Catalog catalog;
  private final Namespace namespace;
  private final QuotedSecrets secrets;
  private final Optional<WarehouseFolder> warehouse;

  TableCatalog(CatalogSettings settings) {
    this(settings, settings.resolved());
  }

  private TableCatalog(CatalogSettings settings, Map<String, String> resolved) {
    this.secrets = CatalogSettings.secrets(resolved);
    this.namespace = settings.icebergNamespace();
    this.warehouse = settings.warehouseFolder();
    try {
      this.catalog = CatalogUtil.buildIcebergCatalog(NAME, resolved, LocalFiles.configuration());
    } catch (RuntimeException e) {
      throw secrets.without(e);
    }
  }

  /**
   * Opens the catalog.
   *
   * @throws UserError if its properties name none
   */
  public static TableCatalog open(CatalogSettings settings) {
    try {
      return new TableCatalog(settings);
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) {
      Throwable root = RootCause.of(e);
      throw new UserError(
          settings.option()
              + ": the catalog cannot be opened ("
              + root.getClass().getSimpleName()
              + ": "
              + root.getMessage()
              + ")",
          e);
    }
  }

  /**
   * The table as it is in the catalog now, if it is there.
   *
   * @throws UserError if there is no such namespace
   */
  public Optional<Table> find(String name) {
    try {
      return Optional.of(load(name));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      requireNamespace();
      return Optional.empty();
    }
  }

  /**
   * Checks that a run has made the namespace.
   *
   * @throws UserError if there is none
   */
  public void requireNamespace() {
    if (catalog instanceof SupportsNamespaces namespaces
        && !secrets.guard(() -> namespaces.namespaceExists(namespace))) {
      throw new UserError(
          "--namespace="
              + namespace
              + ": the catalog has none of this name; the first backfill or stream makes it");
    }
  }

  /**
   * The table as it is in the catalog now.
   *
   * @throws UserError if it is one of another warehouse, which this one was copied from
   */
  public Table load(String name) {
    return secrets.guard(() -> load(TableIdentifier.of(namespace, name)));
  }

  /**
   * The same, to write or read its rows.
   *
   * @throws UserError if another engine has changed where their columns are, or its partitioning
   */
  public Table load(WindowTable<?> table) {
    Table existing = load(table.name());
    TableShape.require(existing, table);
    return existing;
  }

  private Table load(TableIdentifier id) {
    Table loaded = catalog.loadTable(id);
    warehouse.ifPresent(folder -> folder.require(loaded));
    return ForwardOperations.of(loaded, secrets);
  }

  /** The names of all tables in the namespace, sorted. */
  public List<String> names() {
    return secrets.guard(
        () ->
            catalog instanceof SupportsNamespaces namespaces
                    && namespaces.namespaceExists(namespace)
                ? catalog.listTables(namespace).stream()
                    .map(TableIdentifier::name)
                    .sorted()
                    .toList()
                : List.of());
  }

  /**
   * Checks that {@code table}, if it exists, is one that a run with {@code properties} can start
   * with.
   *
   * @throws UserError if its columns, partitioning or properties are others, or there are more
   *     columns
   */
  public void check(WindowTable<?> table, Map<String, String> properties) {
    try {
      Table existing = load(table.name());
      TableShape.requireExactly(existing, table);
      requireProperties(existing, properties);
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      // It will be made.
    }
  }

  private static Table usable(
      Table existing, WindowTable<?> table, Map<String, String> properties) {
    TableShape.require(existing, table);
    requireProperties(existing, properties);
    return existing;
  }

  private static void requireProperties(Table existing, Map<String, String> properties) {
    properties.forEach(
        (key, value) -> {
          String found = existing.properties().getOrDefault(key, value);
          if (!found.equals(value)) {
            throw new UserError(
                String.format(
                    "table %s has %s, this run %s: give the former, or another --namespace or"
                        + " --warehouse",
                    TableShape.name(existing), option(key, found), option(key, value)));
          }
        });
  }

  /** A property that a run sets as the option of its name gives it. */
  private static String option(String key, String value) {
    String given = value.startsWith("PT") ? value.substring(2).toLowerCase(Locale.ROOT) : value;
    return "--" + key.replaceFirst("^tallybeam\\.", "") + "=" + given;
  }

  /**
   * Loads {@code table}, or makes it.
   *
   * @param properties that runs which use the table agree on
   * @throws UserError if another run made it with others, or another engine has changed where its
   *     columns are, or its partitioning
   */
  public Table ensure(WindowTable<?> table, Map<String, String> properties) {
    TableIdentifier id = TableIdentifier.of(namespace, table.name());
    try {
      return usable(load(table.name()), table, properties);
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return secrets.guard(() -> create(id, table, properties));
    }
  }

  private Table create(TableIdentifier id, WindowTable<?> table, Map<String, String> properties) {
    Map<String, String> all = TableDefaults.of(table);
    all.putAll(properties);
    try {
      createNamespace();
      return ForwardOperations.of(
          catalog
              .buildTable(id, table.schema())
              .withPartitionSpec(table.partitionSpec())
              .withSortOrder(table.sortOrder())
              .withProperties(all)
              .create(),
          secrets);
    } catch (AlreadyExistsException e) {
      // Another run made it in the meantime.
      return usable(load(id), table, properties);
    }
  }

  void createNamespace() {
    if (catalog instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (RuntimeException e) {
        // Another run made it in the meantime; the JDBC catalog says so with an error of its own.
        if (!namespaces.namespaceExists(namespace)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
