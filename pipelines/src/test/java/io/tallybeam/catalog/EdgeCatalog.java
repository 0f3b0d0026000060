package io.tallybeam.catalog;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The embedded catalog with a test at its edge, which sees every commit and may let it fail. */
public final class EdgeCatalog extends JdbcCatalog {

  private static final String EDGE = "edge";
  private static final Map<String, Edge> EDGES = new ConcurrentHashMap<>();

  private String edge = "";

  /** Made by Iceberg, from its name. */
  public EdgeCatalog() {}

  /** What a test does around commits. */
  public interface Edge {

    /** Stands for {@code commit}, of a new snapshot of {@code table}. */
    void commit(String table, Runnable commit);

    /** Comes before each data file of {@code table} that is started. */
    default void file(String table) {}

    /** Comes before {@code table} is loaded. */
    default void load(String table) {}
  }

  /** The embedded catalog of {@code warehouse} with {@code edge}, which is known by its name. */
  public static CatalogSettings settings(Path warehouse, String name, Edge edge) {
    EDGES.put(name, edge);
    return settings(warehouse, name);
  }

  /** The same, with an edge of another process. */
  public static CatalogSettings settings(Path warehouse, String name) {
    CatalogSettings embedded =
        CatalogSettings.embedded(warehouse.toString(), CommittedRows.NAMESPACE);
    Map<String, String> properties = new ConcurrentHashMap<>(embedded.properties());
    properties.put(CatalogProperties.CATALOG_IMPL, EdgeCatalog.class.getName());
    properties.put(EDGE, name);
    return new CatalogSettings(properties, embedded.namespace());
  }

  /** Makes an edge known by its name. */
  public static void define(String name, Edge edge) {
    EDGES.put(name, edge);
  }

  /** The option of the command line that names such a catalog. */
  public static String option(CatalogSettings settings) {
    return settings.properties().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(",", "--catalogProperties=", ""));
  }

  @Override
  public void initialize(String name, Map<String, String> properties) {
    edge = properties.get(EDGE);
    super.initialize(name, properties);
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier id) {
    EDGES.get(edge).load(id.name());
    return new Operations(super.newTableOps(id), EDGES.get(edge), id.name());
  }

  private static final class Operations extends HandedOnOperations {

    private final Edge edge;
    private final String table;

    Operations(TableOperations to, Edge edge, String table) {
      super(to);
      this.edge = edge;
      this.table = table;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      if (base == null) {
        to().commit(null, metadata);
      } else {
        edge.commit(table, () -> to().commit(base, metadata));
      }
    }

    @Override
    public LocationProvider locationProvider() {
      edge.file(table);
      return super.locationProvider();
    }
  }
}
