package io.tallybeam.adjustment;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Records what backfills changed, this one and earlier ones that were killed before they came here.
 * Gives the number of rows that each added.
 */
public final class RecordAdjustments
    extends PTransform<PCollection<TimeRanges>, PCollection<Long>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final TumblingWindow windows;

  private RecordAdjustments(CatalogSettings catalog, TumblingWindow windows) {
    this.catalog = catalog;
    this.windows = windows;
  }

  /** Records in {@code catalog}. */
  public static RecordAdjustments in(CatalogSettings catalog, TumblingWindow windows) {
    return new RecordAdjustments(catalog, windows);
  }

  /**
   * Records what is not recorded yet, where there is a table of attribution: before snapshots of it
   * expire.
   */
  public static void catchUp(TableCatalog catalog, String spillFolder) throws IOException {
    if (catalog.names().contains(CostAttributionTable.NAME)) {
      String size = catalog.load(CostAttributionTable.NAME).properties().get(RunTables.WINDOW);
      if (size != null) {
        new Adjustments(catalog, TumblingWindow.of(Duration.parse(size)), spillFolder).record();
      }
    }
  }

  /** Whether a backfill was killed before what it changed was recorded. */
  public static boolean isBehind(TableCatalog catalog) {
    return Adjustments.isBehind(catalog);
  }

  @Override
  public PCollection<Long> expand(PCollection<TimeRanges> committed) {
    return committed.apply("Record", ParDo.of(new RecordThem(catalog, windows)));
  }

  private static final class RecordThem extends DoFn<TimeRanges, Long> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final TumblingWindow windows;

    RecordThem(CatalogSettings settings, TumblingWindow windows) {
      this.settings = settings;
      this.windows = windows;
    }

    @ProcessElement
    public void process(OutputReceiver<Long> out, PipelineOptions options) throws IOException {
      String spillFolder = options.as(TallybeamOptions.class).getSpillFolder();
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        out.output(new Adjustments(catalog, windows, spillFolder).record());
      }
    }
  }
}
