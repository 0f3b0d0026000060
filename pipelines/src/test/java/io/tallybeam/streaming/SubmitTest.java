package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.Terminal;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a stream that could not be submitted. */
final class SubmitTest {

  @TempDir Path warehouse;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private StreamingPlan plan;

  @BeforeEach
  void makeTables() {
    plan =
        StreamingPlan.of(
            PipelineOptionsFactory.fromArgs("--warehouse=" + warehouse, "--bootstrapServers=b:1")
                .as(StreamOptions.class));
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
    }
  }

  @Test
  void nothingOfOneThatWasRefused() {
    Map<String, String> before = properties();
    assertThrows(UserError.class, () -> submit(new UserError("no such cluster")));
    assertThat(properties(), is(before));
    assertThat(err.toString(UTF_8), is(""));
  }

  /** The answer may be lost, and the job run: its shards and its source are then those of this. */
  @Test
  void allOfOneThatMayRun() {
    assertThrows(IllegalStateException.class, () -> submit(new IllegalStateException("timeout")));
    assertThat(properties().get("tallybeam.sink.tallybeam.shards"), is("4"));
    assertThat(err.toString(UTF_8), containsString("the job may run all the same"));
  }

  private void submit(RuntimeException failure) {
    SinkClaim claim;
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      claim = SinkClaim.make(catalog.load(OperationsTable.METRICS), plan, Optional.empty());
    }
    RunnerHooks runner =
        new RunnerHooks() {
          @Override
          public PipelineResult run(Pipeline pipeline) {
            throw failure;
          }
        };
    try (PrintStream stream = new PrintStream(err, true, UTF_8)) {
      Terminal terminal = new Terminal(stream, stream, false);
      StreamingCommand.submit(Pipeline.create(), runner, plan, claim, terminal);
    }
  }

  private Map<String, String> properties() {
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      return Map.copyOf(catalog.load(OperationsTable.METRICS).properties());
    }
  }
}
