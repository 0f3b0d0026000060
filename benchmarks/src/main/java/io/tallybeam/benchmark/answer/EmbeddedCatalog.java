package io.tallybeam.benchmark.answer;

import java.nio.file.Path;
import java.util.Map;

/** The catalog of a warehouse folder, as Tallybeam makes it: Iceberg's JDBC catalog on SQLite. */
public final class EmbeddedCatalog {

  private EmbeddedCatalog() {}

  /** The properties of Iceberg's catalog. */
  public static Map<String, String> properties(Path warehouse) {
    return Map.of(
        "catalog-impl",
        "org.apache.iceberg.jdbc.JdbcCatalog",
        "uri",
        "jdbc:sqlite:"
            + warehouse.resolve("catalog.db")
            + "?journal_mode=WAL&busy_timeout=60000&synchronous=FULL",
        "warehouse",
        warehouse.toString(),
        "jdbc.schema-version",
        "V1");
  }
}
