package io.tallybeam.backfill;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.spill.LocalBlockStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A warehouse in a folder, and backfills into it: on the Direct runner with all its checks on or on
 * Flink, in ways that the command line does not offer.
 */
public record TestWarehouse(Path folder) {

  private static final String NAMESPACE = "matih_analytics";

  /** Archives {@code lines} in a way, and backfills them in that way. */
  public void backfill(Path archive, Way way, String... args) throws IOException {
    BackfillOptions options = options(archive, way, args);
    if (!way.spill()) {
      run(BackfillPlan.of(options, BlockStore.INLINE), way, options);
      return;
    }
    Path spill = Files.createDirectories(folder.resolve("spill"));
    run(BackfillPlan.of(options, LocalBlockStore.in(spill)), way, options);
    LocalBlockStore.delete(spill);
  }

  private BackfillOptions options(Path archive, Way way, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--input=" + archive.resolve("*"));
    all.add("--warehouse=" + folder);
    all.add("--shards=" + way.shards());
    all.addAll(
        switch (way.runner()) {
          case DIRECT ->
              List.of(
                  "--runner=DirectRunner",
                  "--targetParallelism=" + way.parallelism(),
                  "--enforceImmutability=true",
                  "--enforceEncodability=true");
          case FLINK ->
              List.of(
                  "--runner=FlinkRunner",
                  "--parallelism=" + way.parallelism(),
                  "--fasterCopy=true",
                  "--reIterableGroupByKeyResult=true");
        });
    return PipelineOptionsFactory.fromArgs(all.toArray(new String[0])).as(BackfillOptions.class);
  }

  private static void run(BackfillPlan plan, Way way, BackfillOptions options) throws IOException {
    BackfillPlan sliced =
        new BackfillPlan(
            plan.files(),
            plan.leftOut(),
            plan.catalog(),
            plan.settings(),
            plan.zone(),
            plan.facts(),
            way.sliceBytes(),
            plan.maxLineBytes());
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().windows(), plan.zone());
    }
    Pipeline pipeline = Pipeline.create(options);
    Backfill.build(pipeline, sliced);
    pipeline.run().waitUntilFinish();
  }

  public TableCatalog open() {
    return TableCatalog.open(CatalogSettings.embedded(folder.toString(), NAMESPACE));
  }

  /** The rows of every table, by its name. */
  public Map<String, List<Map<String, Object>>> tables() throws IOException {
    Map<String, List<Map<String, Object>>> tables = new TreeMap<>();
    try (TableCatalog catalog = open()) {
      for (String name : catalog.names()) {
        tables.put(name, TableRows.of(catalog.load(name)));
      }
    }
    return tables;
  }
}
