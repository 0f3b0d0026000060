package io.tallybeam.sink;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.RunStopped;
import io.tallybeam.error.UserError;
import io.tallybeam.raw.ArchivedRecords;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * The one committer of a backfill: waits for all files, checks the ledger, and replaces the windows
 * in each table by one commit.
 *
 * <p>Gives the windows that were replaced, as one element. Commits also where there is no file at
 * all: the windows are then empty. The dead letters and the ledger come before the metrics, so that
 * metrics that can be read are always accounted for.
 */
public final class CommitWindows extends PTransform<PCollection<byte[]>, PCollection<TimeRanges>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final TumblingWindow windows;
  private final TimeRange range;
  private final RunFacts facts;
  private final PCollectionView<List<String>> origins;
  private final PCollectionView<Map<String, Iterable<byte[]>>> rollUps;

  private CommitWindows(
      CatalogSettings catalog,
      TumblingWindow windows,
      TimeRange range,
      RunFacts facts,
      PCollectionView<List<String>> origins,
      PCollectionView<Map<String, Iterable<byte[]>>> rollUps) {
    this.catalog = catalog;
    this.windows = windows;
    this.range = range;
    this.facts = facts;
    this.origins = origins;
    this.rollUps = rollUps;
  }

  /**
   * Commits to the tables of {@code catalog}.
   *
   * @param range the windows to replace, or {@link TimeRange#ALWAYS} for those that events fell
   *     into
   * @param origins the files that were read: their dead letters without a window are replaced
   * @param rollUps {@link WriteWindows#ROLL_UPS}, which go with the files of windows where the
   *     ledger forbids the commit
   */
  public static CommitWindows to(
      CatalogSettings catalog,
      TumblingWindow windows,
      TimeRange range,
      RunFacts facts,
      PCollectionView<List<String>> origins,
      PCollectionView<Map<String, Iterable<byte[]>>> rollUps) {
    return new CommitWindows(catalog, windows, range, facts, origins, rollUps);
  }

  @Override
  public PCollection<TimeRanges> expand(PCollection<byte[]> files) {
    // An empty element makes the group that is committed, also where there is no file.
    PCollection<byte[]> seed =
        files
            .getPipeline()
            .apply("Once", Create.of(List.of(new byte[0])).withCoder(ByteArrayCoder.of()));
    return PCollectionList.of(files)
        .and(seed)
        .apply("FilesAndSeed", Flatten.pCollections())
        .apply("OneKey", WithKeys.<Integer, byte[]>of(0).withKeyType(TypeDescriptors.integers()))
        .apply("AllFiles", GroupByKey.create())
        .apply("Commit", ParDo.of(new Commit(this)).withSideInputs(origins, rollUps))
        .setCoder(SerializableCoder.of(TimeRanges.class));
  }

  private static final class Commit extends DoFn<KV<Integer, Iterable<byte[]>>, TimeRanges> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final TumblingWindow windows;
    private final TimeRange range;
    private final RunFacts facts;
    private final PCollectionView<List<String>> origins;
    private final PCollectionView<Map<String, Iterable<byte[]>>> rollUps;

    Commit(CommitWindows to) {
      this.settings = to.catalog;
      this.windows = to.windows;
      this.range = to.range;
      this.facts = to.facts;
      this.origins = to.origins;
      this.rollUps = to.rollUps;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      Map<String, List<DataFile>> files = byTable(context.element().getValue());
      try (TableCatalog catalog = TableCatalog.open(settings)) {
        try {
          context.output(commit(catalog, files, context));
        } catch (UserError e) {
          // A table that another engine has changed is no other when this is repeated.
          throw FinalFailure.from(e);
        }
      }
    }

    private TimeRanges commit(
        TableCatalog catalog, Map<String, List<DataFile>> files, ProcessContext context)
        throws IOException {
      RunLedger ledger;
      try {
        Table ledgerTable = catalog.load(Tables.of(windows).ledger());
        ledger = RunLedger.read(ledgerTable, filesOf(files, WindowLedgerTable.NAME), windows);
        ledger.check(facts.rejectsAllowed());
      } catch (RunStopped e) {
        // Any other failure may be repeated by the runner, which needs the files.
        discard(catalog, files);
        for (Iterable<byte[]> ofTable : context.sideInput(rollUps).values()) {
          discard(catalog, byTable(ofTable));
        }
        throw FinalFailure.from(e);
      }
      TimeRanges replaced =
          range.equals(TimeRange.ALWAYS) ? ledger.windows() : TimeRanges.of(List.of(range));
      Map<String, String> summary = new LinkedHashMap<>(ledger.summary());
      summary.putAll(RunLedger.summaryOf(replaced));
      summary.put(Replacement.RUN_ID, facts.id());
      summary.put(Replacement.PIPELINE, facts.pipeline());
      List<Replacement> replacements = new ArrayList<>();
      for (WindowTable<?> table : inOrderOfCommit()) {
        replacements.add(
            new Replacement(
                catalog.load(table),
                scope(table.name(), replaced, context.sideInput(origins)),
                filesOf(files, table.name()),
                summary));
      }
      new Replacements(replacements).commit();
      return replaced;
    }

    private List<WindowTable<?>> inOrderOfCommit() {
      Tables tables = Tables.of(windows);
      List<WindowTable<?>> ordered = new ArrayList<>();
      ordered.add(tables.rejected());
      ordered.add(tables.late());
      ordered.add(tables.ledger());
      ordered.addAll(tables.calls());
      return ordered;
    }

    private Scope scope(String table, TimeRanges replaced, List<String> files) {
      return switch (table) {
        case RejectedEventsTable.NAME ->
            Scope.of(replaced, letters(files)).andWithoutWindow(RejectedEventsTable.ORIGIN, files);
        case LateEventsTable.NAME -> Scope.of(replaced, letters(files));
        case WindowLedgerTable.NAME ->
            Scope.of(replaced).andWithoutWindow(WindowLedgerTable.SOURCE, List.of(facts.source()));
        default -> Scope.of(replaced);
      };
    }

    private static RowFilter letters(List<String> files) {
      return RowsOfInput.of(new ArchivedRecords(files));
    }

    private static List<DataFile> filesOf(Map<String, List<DataFile>> files, String table) {
      return files.getOrDefault(table, List.of());
    }

    private static Map<String, List<DataFile>> byTable(Iterable<byte[]> files) throws IOException {
      Map<String, List<DataFile>> byTable = new LinkedHashMap<>();
      for (byte[] bytes : files) {
        if (bytes.length > 0) {
          WrittenFile written = WrittenFile.of(bytes);
          byTable.computeIfAbsent(written.table(), t -> new ArrayList<>()).add(written.file());
        }
      }
      return byTable;
    }

    private static void discard(TableCatalog catalog, Map<String, List<DataFile>> files) {
      files.forEach((table, list) -> RowFile.discard(catalog.load(table), list));
    }
  }
}
