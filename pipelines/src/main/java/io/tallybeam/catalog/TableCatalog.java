package io.tallybeam.catalog;

import io.tallybeam.error.UserError;
import io.tallybeam.table.WindowTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;

/** The tables of one namespace of a catalog. Close it after use. */
public final class TableCatalog implements Closeable {

  private final Catalog catalog;
  private final Namespace namespace;
  private final QuotedSecrets secrets;

  TableCatalog(CatalogSettings settings) {
    this(settings, settings.resolved());
  }

  private TableCatalog(CatalogSettings settings, Map<String, String> resolved) {
    this.secrets = CatalogSettings.secrets(resolved);
    this.namespace = settings.icebergNamespace();
    try {
      this.catalog =
          CatalogUtil.buildIcebergCatalog("tallybeam", resolved, LocalFiles.configuration());
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
      // The properties may hold secrets, and messages of drivers may quote them.
      throw new UserError(
          "the catalog cannot be opened ("
              + e.getClass().getSimpleName()
              + "): check --warehouse or --catalogProperties",
          e);
    }
  }

  /** The table as it is in the catalog now. */
  public Table load(String name) {
    return guarded(() -> load(TableIdentifier.of(namespace, name)));
  }

  private Table load(TableIdentifier id) {
    return ForwardOperations.of(catalog.loadTable(id));
  }

  private <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchTableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw secrets.without(e);
    }
  }

  /** The names of all tables in the namespace, sorted. */
  public List<String> names() {
    return guarded(
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
   * Checks that {@code table}, if it exists, is one that runs with {@code properties} can write.
   *
   * @throws UserError if its columns, partitioning or properties are others
   */
  public void check(WindowTable<?> table, Map<String, String> properties) {
    try {
      check(load(table.name()), table, properties);
    } catch (NoSuchTableException e) {
      // It will be made.
    }
  }

  private void check(Table existing, WindowTable<?> table, Map<String, String> properties) {
    String name = namespace + "." + table.name();
    if (!columns(existing.schema().asStruct()).equals(columns(table.schema().asStruct()))) {
      throw new UserError(
          "table "
              + name
              + " exists with another schema: write into another --namespace or --warehouse, or"
              + " drop it");
    }
    if (!existing.spec().compatibleWith(table.partitionSpec())) {
      throw new UserError(
          "table " + name + " exists with another partitioning: write into another --namespace");
    }
    properties.forEach(
        (key, value) -> {
          String found = existing.properties().getOrDefault(key, value);
          if (!found.equals(value)) {
            throw new UserError(
                String.format(
                    "table %s has %s=%s, this run %s: write into another --namespace",
                    name, key, found, value));
          }
        });
  }

  /** Names, types and nulls decide; a catalog may number the columns as it likes. */
  private static List<String> columns(Types.StructType struct) {
    return struct.fields().stream()
        .map(field -> field.name() + " " + field.type() + " " + field.isOptional())
        .toList();
  }

  /**
   * Loads {@code table}, or makes it.
   *
   * @param properties what {@link #check} compares
   */
  public Table ensure(WindowTable<?> table, Map<String, String> properties) {
    TableIdentifier id = TableIdentifier.of(namespace, table.name());
    try {
      Table existing = load(table.name());
      check(existing, table, properties);
      return existing;
    } catch (NoSuchTableException e) {
      return guarded(() -> create(id, table, properties));
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
              .create());
    } catch (AlreadyExistsException e) {
      // Another run made it in the meantime.
      return load(id);
    }
  }

  private void createNamespace() {
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
