package io.tallybeam.rollup;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.sink.WriteWindows;
import io.tallybeam.sink.WrittenFile;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Refreshes every roll-up of the windows that were committed; one worker a chain of them.
 *
 * <p>Hours and days that were added up while their windows were written are taken as they are,
 * where the table of windows holds these files of the day and no others.
 */
public final class RefreshRollUps extends PTransform<PCollection<TimeRanges>, PCollection<String>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final ZoneId zone;
  private final RunFacts facts;
  private final @Nullable PCollectionView<Map<String, Iterable<byte[]>>> written;

  private RefreshRollUps(
      CatalogSettings catalog,
      ZoneId zone,
      RunFacts facts,
      @Nullable PCollectionView<Map<String, Iterable<byte[]>>> written) {
    this.catalog = catalog;
    this.zone = zone;
    this.facts = facts;
    this.written = written;
  }

  /** Refreshes the roll-ups in {@code catalog}, with days in {@code zone} among them. */
  public static RefreshRollUps in(CatalogSettings catalog, ZoneId zone, RunFacts facts) {
    return new RefreshRollUps(catalog, zone, facts, null);
  }

  /** The same with {@link WriteWindows#ROLL_UPS} of this run. */
  public RefreshRollUps using(PCollectionView<Map<String, Iterable<byte[]>>> files) {
    return new RefreshRollUps(catalog, zone, facts, files);
  }

  @Override
  public PCollection<String> expand(PCollection<TimeRanges> committed) {
    PCollection<KV<Integer, RollUpChain>> chains =
        committed
            .apply("ListRollUps", ParDo.of(new ListRollUps(catalog, zone)))
            .setCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(RollUpChain.class)))
            .apply("SpreadRollUps", Reshuffle.of());
    ParDo.SingleOutput<KV<Integer, RollUpChain>, String> refresh =
        ParDo.of(new Refresh(catalog, facts, written));
    return chains.apply("Refresh", written == null ? refresh : refresh.withSideInputs(written));
  }

  private static final class ListRollUps extends DoFn<TimeRanges, KV<Integer, RollUpChain>> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final ZoneId zone;

    ListRollUps(CatalogSettings settings, ZoneId zone) {
      this.settings = settings;
      this.zone = zone;
    }

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, RollUpChain>> out) {
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        // By their numbers the Direct runner takes them. The longest is that of the metrics, with
        // their sketches, which stand last: it is not to be begun when the others are done.
        List<RollUpChain> chains = RollUps.chains(catalog, zone);
        for (int i = 0; i < chains.size(); i++) {
          out.output(KV.of(chains.size() - i, chains.get(i)));
        }
      }
    }
  }

  private static final class Refresh extends DoFn<KV<Integer, RollUpChain>, String> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final RunFacts facts;
    private final @Nullable PCollectionView<Map<String, Iterable<byte[]>>> written;

    Refresh(
        CatalogSettings settings,
        RunFacts facts,
        @Nullable PCollectionView<Map<String, Iterable<byte[]>>> written) {
      this.settings = settings;
      this.facts = facts;
      this.written = written;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      Map<String, Iterable<byte[]>> files = written == null ? Map.of() : context.sideInput(written);
      String spillFolder = context.getPipelineOptions().as(TallybeamOptions.class).getSpillFolder();
      Map<String, String> summary =
          Map.of(Replacement.RUN_ID, facts.id(), Replacement.PIPELINE, facts.pipeline());
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        for (RolledUp rollUp : context.element().getValue().rollUps()) {
          RollUp.of(catalog, rollUp, spillFolder)
              .refresh(summary, WrittenFile.bySource(files.getOrDefault(rollUp.name(), List.of())));
          context.output(rollUp.name());
        }
      }
    }
  }
}
