package io.tallybeam.rollup;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.sink.WriteWindows;
import io.tallybeam.sink.WrittenFile;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes every roll-up of the windows that were committed; one worker a chain of them. Of a
 * stream, which writes no files of them, in the background.
 *
 * <p>Hours and days that were added up while their windows were written are taken as they are,
 * where the table of windows holds these files of the day and no others.
 */
public final class RefreshRollUps extends PTransform<PCollection<TimeRanges>, PCollection<String>> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(RefreshRollUps.class);

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
            .apply("ListRollUps", ParDo.of(new ListRollUps(catalog, zone, written == null)))
            .setCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(RollUpChain.class)))
            .apply("SpreadRollUps", Reshuffle.of());
    return written == null
        ? chains.apply("Refresh", ParDo.of(new RefreshBeside(catalog, facts)))
        : chains.apply(
            "Refresh", ParDo.of(new Refresh(catalog, facts, written)).withSideInputs(written));
  }

  private static final class ListRollUps extends DoFn<TimeRanges, KV<Integer, RollUpChain>> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final ZoneId zone;
    private final boolean stream;

    ListRollUps(CatalogSettings settings, ZoneId zone, boolean stream) {
      this.settings = settings;
      this.zone = zone;
      this.stream = stream;
    }

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, RollUpChain>> out) {
      // By their numbers the Direct runner takes them. The longest is that of the metrics, with
      // their sketches, which stand last: it is not to be begun when the others are done.
      List<RollUpChain> chains = list();
      for (int i = 0; i < chains.size(); i++) {
        out.output(KV.of(chains.size() - i, chains.get(i)));
      }
    }

    private List<RollUpChain> list() {
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        return RollUps.chains(catalog, zone);
      } catch (RuntimeException e) {
        if (!stream) {
          throw e;
        }
        // Perhaps a table of somebody else's. Windows go on to be written.
        LOG.warn("not all roll-ups can be listed; only those of UTC and {} are refreshed", zone, e);
        return RollUps.chains(zone);
      }
    }
  }

  /** Refreshes the roll-ups of a chain with files of this run, and gives their names to a sink. */
  private static void refresh(
      RollUpChain chain,
      TableCatalog catalog,
      RunFacts facts,
      PipelineOptions options,
      Map<String, Iterable<byte[]>> files,
      Consumer<String> refreshed)
      throws IOException {
    String spillFolder = options.as(TallybeamOptions.class).getSpillFolder();
    Map<String, String> summary =
        Map.of(Replacement.RUN_ID, facts.id(), Replacement.PIPELINE, facts.pipeline());
    for (RolledUp rollUp : chain.rollUps()) {
      RollUp.of(catalog, rollUp, spillFolder)
          .refresh(summary, WrittenFile.bySource(files.getOrDefault(rollUp.name(), List.of())));
      refreshed.accept(rollUp.name());
    }
  }

  private static final class Refresh extends DoFn<KV<Integer, RollUpChain>, String> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final RunFacts facts;
    private final PCollectionView<Map<String, Iterable<byte[]>>> written;

    Refresh(
        CatalogSettings settings,
        RunFacts facts,
        PCollectionView<Map<String, Iterable<byte[]>>> written) {
      this.settings = settings;
      this.facts = facts;
      this.written = written;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      // Outside: a catalog that cannot be reached now may be when this is repeated.
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        try {
          refresh(
              context.element().getValue(),
              catalog,
              facts,
              context.getPipelineOptions(),
              context.sideInput(written),
              context::output);
        } catch (UserError e) {
          // A table that another engine has changed is no other when this is repeated.
          throw FinalFailure.from(e);
        }
      }
    }
  }

  /**
   * Of a stream, which goes on meanwhile. What was not done is tried again: there may be no other
   * commit for long.
   */
  private static final class RefreshBeside extends DoFn<KV<Integer, RollUpChain>, String> {

    private static final long serialVersionUID = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final org.joda.time.Duration PAUSE = org.joda.time.Duration.standardMinutes(1);

    private static final String LEFT = "left";
    private static final String AGAIN = "again";

    private final CatalogSettings settings;
    private final RunFacts facts;
    private transient @Nullable BackgroundRuns runs;

    @StateId(LEFT)
    private final StateSpec<ValueState<RollUpChain>> leftSpec =
        StateSpecs.value(SerializableCoder.of(RollUpChain.class));

    @TimerId(AGAIN)
    private final TimerSpec againSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    RefreshBeside(CatalogSettings settings, RunFacts facts) {
      this.settings = settings;
      this.facts = facts;
    }

    @Setup
    public void setUp() {
      runs = new BackgroundRuns(facts.id(), PATIENCE);
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, RollUpChain> chain,
        @StateId(LEFT) ValueState<RollUpChain> left,
        @TimerId(AGAIN) Timer again,
        PipelineOptions options)
        throws IOException {
      run(chain.getValue(), left, again, options);
    }

    @OnTimer(AGAIN)
    public void again(
        @StateId(LEFT) ValueState<RollUpChain> left,
        @TimerId(AGAIN) Timer again,
        PipelineOptions options)
        throws IOException {
      run(left.read(), left, again, options);
    }

    private void run(
        RollUpChain due, ValueState<RollUpChain> left, Timer again, PipelineOptions options)
        throws IOException {
      boolean done =
          runs.run(
              due.rollUps().get(0).name(),
              () -> {
                try (TableCatalog catalog = TableCatalog.open(settings)) {
                  refresh(due, catalog, facts, options, Map.of(), name -> {});
                }
                return null;
              });
      if (done) {
        left.clear();
        again.clear();
      } else {
        left.write(due);
        again.offset(PAUSE).setRelative();
      }
    }

    @Teardown
    public void tearDown() {
      if (runs != null) {
        runs.close();
      }
    }
  }
}
