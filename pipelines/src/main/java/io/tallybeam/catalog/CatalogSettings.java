package io.tallybeam.catalog;

import io.tallybeam.error.RootCause;
import io.tallybeam.error.UserError;
import io.tallybeam.secret.Reference;
import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Namespace;

/**
 * Which catalog, and which namespace in it. Travels to the workers; holds no secret, only
 * references to them.
 *
 * @param properties of the Iceberg catalog; a value {@code env:NAME} or {@code file:PATH} is
 *     replaced where the catalog is opened
 * @param namespace its levels separated by dots
 */
public record CatalogSettings(Map<String, String> properties, String namespace)
    implements Serializable {

  /** In the folder of an embedded catalog. */
  static final String DATABASE = "catalog.db";

  /** Keys whose values are secrets; those of Iceberg's catalogs and file systems among them. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(^|[.:_-])(credential|token)$|password|secret|sas-token|account\\.key$|(en|de)cryption-key$"
              + "|^header\\..*(auth|key|token|cookie)",
          Pattern.CASE_INSENSITIVE);

  /** A password in a URI: before its host, or as a parameter. */
  private static final Pattern URI_WITH_SECRET =
      Pattern.compile("://[^/?#@]*:[^/?#@]+@|[?&;]\\w*password=", Pattern.CASE_INSENSITIVE);

  private static final String SSE_TYPE = "s3.sse.type";
  private static final String SSE_KEY = "s3.sse.key";
  private static final String INIT_TABLES = "jdbc.init-catalog-tables";

  /** Another process may hold SQLite's lock for the moment of its commit: wait, do not fail. */
  private static final String SQLITE = "?journal_mode=WAL&busy_timeout=60000&synchronous=FULL";

  /**
   * Copies the properties.
   *
   * @throws UserError if the namespace, or a level of it, has no name
   */
  public CatalogSettings {
    properties = Map.copyOf(properties);
    if (Arrays.stream(namespace.split("\\.", -1)).anyMatch(String::isBlank)) {
      throw new UserError(
          "--namespace=" + namespace + ": expected names separated by dots, such as analytics.llm");
    }
  }

  /**
   * The embedded catalog: Iceberg's JDBC catalog on SQLite at {@code <warehouse>/catalog.db}, which
   * two processes can commit to safely.
   *
   * @throws UserError if {@code warehouse} is not a local folder
   */
  public static CatalogSettings embedded(String warehouse, String namespace) {
    if (LocalFolder.isElsewhere(warehouse)) {
      throw new UserError(
          "--warehouse="
              + warehouse
              + ": the embedded catalog needs a local folder; name a catalog with"
              + " --catalogProperties instead");
    }
    Path folder = LocalFolder.of("warehouse", warehouse).toAbsolutePath().normalize();
    try {
      LocalFolder.make(folder);
    } catch (IOException e) {
      throw new UserError("--warehouse=" + warehouse + ": the folder cannot be made", e);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(CatalogProperties.CATALOG_IMPL, "org.apache.iceberg.jdbc.JdbcCatalog");
    properties.put(CatalogProperties.URI, database(folder));
    // A plain path: not every engine reads a location that begins with "file:".
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, folder.toString());
    properties.put("jdbc.schema-version", "V1");
    properties.put(INIT_TABLES, "true");
    initialize(properties, folder, warehouse);
    properties.put(INIT_TABLES, "false");
    return new CatalogSettings(properties, namespace);
  }

  private static String database(Path folder) {
    return "jdbc:sqlite:" + folder.resolve(DATABASE) + SQLITE;
  }

  /**
   * Makes the catalog's own tables, once and in a catalog that is closed again: looking for them
   * leaves a read open in Iceberg 1.10, behind which SQLite lets that connection write no more.
   *
   * <p>One at a time, in this process and in all: SQLite does not wait for its lock where two turn
   * a new file into a database at once.
   */
  private static synchronized void initialize(
      Map<String, String> properties, Path folder, String warehouse) {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("catalog.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      new TableCatalog(new CatalogSettings(properties, "none")).close();
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "--warehouse="
              + warehouse
              + ": the catalog in it cannot be opened or made ("
              + RootCause.of(e).getMessage()
              + ")",
          e);
    }
  }

  /**
   * A catalog by its properties.
   *
   * @param text {@code key=value} pairs, separated by commas
   * @throws UserError if that is not what it is
   */
  public static CatalogSettings parse(String text, String namespace) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new UserError(
            "--catalogProperties: expected key=value pairs separated by commas, such as"
                + " type=rest,uri=http://localhost:8181");
      }
      String key = pair.substring(0, equals).trim();
      String value = pair.substring(equals + 1).trim();
      if (isSecret(key, value)) {
        Reference.require("--catalogProperties: " + key, value);
      }
      properties.put(key, value);
    }
    if ("custom".equalsIgnoreCase(properties.get(SSE_TYPE)) && properties.containsKey(SSE_KEY)) {
      // Of other types it is the name of a key.
      Reference.require("--catalogProperties: " + SSE_KEY, properties.get(SSE_KEY));
    }
    return new CatalogSettings(properties, namespace);
  }

  private static boolean isSecret(String key, String value) {
    return SECRET.matcher(key).find() || URI_WITH_SECRET.matcher(value).find();
  }

  /** Those of resolved properties that are secrets. */
  static QuotedSecrets secrets(Map<String, String> resolved) {
    return new QuotedSecrets(
        resolved.entrySet().stream()
            .filter(entry -> isSecret(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getValue)
            .toList());
  }

  /** The option that named the catalog. */
  String option() {
    return "false".equals(properties.get(INIT_TABLES))
        ? "--warehouse=" + properties.get(CatalogProperties.WAREHOUSE_LOCATION)
        : "--catalogProperties";
  }

  /** That of the embedded catalog; none of a catalog that was named by its properties. */
  Optional<WarehouseFolder> warehouseFolder() {
    String uri = properties.getOrDefault(CatalogProperties.URI, "");
    return uri.startsWith("jdbc:sqlite:") && uri.endsWith(SQLITE)
        ? Optional.of(Path.of(properties.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "")))
            .filter(folder -> uri.equals(database(folder)))
            .map(folder -> new WarehouseFolder(folder, option()))
        : Optional.empty();
  }

  Namespace icebergNamespace() {
    return Namespace.of(namespace.split("\\."));
  }

  /** The properties with references to secrets replaced by the secrets. */
  Map<String, String> resolved() {
    Map<String, String> resolved = new LinkedHashMap<>();
    properties.forEach((key, value) -> resolved.put(key, resolve(key, value)));
    return resolved;
  }

  private static String resolve(String key, String value) {
    // The URI of a local warehouse is the one property where "file:" means itself.
    return key.equals(CatalogProperties.WAREHOUSE_LOCATION) && value.startsWith("file:")
        ? value
        : Reference.resolve("--catalogProperties: " + key, value);
  }
}
