package io.tallybeam.adjustment;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

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
    List<String> names = catalog.names();
    return names.contains(CostAttributionTable.NAME)
        && !Adjustments.unrecorded(
                catalog.load(CostAttributionTable.NAME),
                names.contains(CostAdjustmentsTable.NAME)
                    ? Optional.of(catalog.load(CostAdjustmentsTable.NAME))
                    : Optional.empty())
            .isEmpty();
  }

  /**
   * From which snapshot on the history of {@code attribution} is needed to record what is not
   * recorded yet, and what a backfill changes that commits next.
   *
   * @param adjustments none where there is no such table yet
   */
  public static OptionalLong neededSince(Table attribution, Optional<Table> adjustments) {
    Snapshot oldest = Adjustments.unrecorded(attribution, adjustments).peekFirst();
    if (oldest == null) {
      Snapshot current = attribution.currentSnapshot();
      return current == null ? OptionalLong.empty() : OptionalLong.of(current.snapshotId());
    }
    // It tells what the backfill took away; the one before holds the files.
    Long before = oldest.parentId();
    return OptionalLong.of(
        before == null || attribution.snapshot(before) == null ? oldest.snapshotId() : before);
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
      // Outside: a catalog that cannot be reached now may be when this is repeated.
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        try {
          out.output(new Adjustments(catalog, windows, spillFolder).record());
        } catch (UserError e) {
          // A table that another engine has changed is no other when this is repeated.
          throw FinalFailure.from(e);
        }
      }
    }
  }
}
