package io.tallybeam.late;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.tallybeam.window.TumblingWindow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** The printed lines, for catalogs that a test does not have. */
final class BackfillLinesTest {

  @Test
  void theCatalogIsNamedAsItWasGiven() {
    LateOptions options = PipelineOptionsFactory.as(LateOptions.class);
    options.setCatalogProperties("type=jdbc,uri=jdbc:postgresql://db/lake?user=me&ssl=true");
    LateWindows windows =
        new LateWindows(
            TumblingWindow.of(LateWindows.USUAL), new TreeMap<>(Map.of(0L, new LateWindow())));

    List<String> lines = BackfillLines.of("direct", options, windows);

    assertThat(
        lines,
        contains(
            "runners/run direct backfill --from=1970-01-01T00:00:00Z --to=1970-01-01T00:15:00Z"
                + " '--catalogProperties=type=jdbc,uri=jdbc:postgresql://db/lake?user=me&ssl=true'"
                + " --namespace=matih_analytics --input=<archived events of these windows>"));
  }
}
