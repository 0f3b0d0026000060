package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class SinkClaimTest {

  @Test
  void holdsForAllLaterStarts() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--shards=8"), false);

      UserError other =
          assertThrows(
              UserError.class, () -> SinkClaim.make(table(catalog), plan("--shards=4"), false));

      assertThat(other.getMessage(), containsString("the sink tallybeam has 8"));
    }
  }

  @Test
  void leavesNoTraceOfAStartThatFailed() {
    try (TableCatalog catalog = catalog()) {
      Map<String, String> none = table(catalog).properties();
      SinkClaim.make(table(catalog), plan("--shards=8"), false).withdraw(table(catalog));
      assertThat(table(catalog).properties(), is(none));

      SinkClaim.make(table(catalog), plan("--allowedLateness=2h"), false);
      Map<String, String> first = table(catalog).properties();
      SinkClaim.make(table(catalog), plan("--allowedLateness=1h"), true).withdraw(table(catalog));
      assertThat(table(catalog).properties(), is(first));
    }
  }

  private static StreamingPlan plan(String option) {
    return StreamingPlan.of(
            PipelineOptionsFactory.fromArgs(
                    "--bootstrapServers=h:1", "--catalogProperties=type=rest", option)
                .as(StreamOptions.class))
        .withPartitions(3);
  }

  private static Table table(TableCatalog catalog) {
    return catalog.load(OperationsTable.METRICS);
  }

  private static TableCatalog catalog() {
    TableCatalog catalog =
        TableCatalog.open(
            new CatalogSettings(
                Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
    RunTables.make(catalog, plan("--shards=8").settings().fold().windows(), ZoneOffset.UTC);
    return catalog;
  }
}
