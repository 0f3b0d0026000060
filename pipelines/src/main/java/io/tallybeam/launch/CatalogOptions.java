package io.tallybeam.launch;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Where tables are. */
public interface CatalogOptions extends TallybeamOptions {

  /** The folder of the embedded catalog. */
  @Description(
      "Local folder of the embedded catalog (JDBC on SQLite, <warehouse>/catalog.db) and its data.")
  @Default.String("./warehouse")
  String getWarehouse();

  /** Sets {@link #getWarehouse}. */
  void setWarehouse(String warehouse);

  /** Properties of another catalog, or empty. */
  @Description(
      "Another Iceberg catalog by its properties, as key=value pairs separated by commas, such as"
          + " type=rest,uri=http://localhost:8181,warehouse=...; values env:NAME and file:PATH are"
          + " read from there. Takes the place of --warehouse.")
  @Default.String("")
  String getCatalogProperties();

  /** Sets {@link #getCatalogProperties}. */
  void setCatalogProperties(String properties);

  /** The namespace of the tables. */
  @Description("Namespace of the tables.")
  @Default.String("matih_analytics")
  String getNamespace();

  /** Sets {@link #getNamespace}. */
  void setNamespace(String namespace);
}
