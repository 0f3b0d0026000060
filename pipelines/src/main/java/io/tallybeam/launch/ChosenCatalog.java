package io.tallybeam.launch;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.storage.LocalFolder;
import java.nio.file.Files;

/** The catalog that a command line names. */
public final class ChosenCatalog {

  private ChosenCatalog() {}

  /**
   * The catalog, which a run before has made.
   *
   * @throws UserError if there is no catalog in {@code --warehouse}
   */
  public static CatalogSettings existing(CatalogOptions options) {
    if (!options.getCatalogProperties().isEmpty()) {
      return CatalogSettings.parse(options.getCatalogProperties(), options.getNamespace());
    }
    String warehouse = options.getWarehouse();
    // Opening an embedded catalog makes it: a mistyped folder would look like an empty one.
    if (!LocalFolder.isElsewhere(warehouse)
        && !Files.exists(LocalFolder.of("warehouse", warehouse).resolve("catalog.db"))) {
      throw new UserError(
          "--warehouse=" + warehouse + ": there is no catalog in it; name the folder of a run");
    }
    return CatalogSettings.embedded(warehouse, options.getNamespace());
  }
}
