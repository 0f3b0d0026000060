package io.tallybeam.sink;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.UserError;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.table.CallTable;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Merges packed partial rows and writes them: one sorted data file for each table, span and shard.
 *
 * <p>Gives {@link #WINDOWS}, each file as the bytes that {@link CommitWindows} takes; and {@link
 * #ROLL_UPS}, the files of hours and days that were added up by the way, of days that the run may
 * replace wholly. The tables exist. The files are part of no snapshot yet; a run that ends here
 * leaves files that nobody sees.
 */
public final class WriteWindows
    extends PTransform<PCollection<KV<GroupKey, Block>>, PCollectionTuple> {

  private static final long serialVersionUID = 1;

  /** Files of windows. */
  public static final TupleTag<byte[]> WINDOWS = new TupleTag<>("windows") {};

  /** Files of their hours and days, by the names of the tables. */
  public static final TupleTag<KV<String, byte[]>> ROLL_UPS = new TupleTag<>("roll-ups") {};

  private final CatalogSettings catalog;
  private final TumblingWindow windows;
  private final TimeRange range;
  private final BlockStore store;

  private WriteWindows(
      CatalogSettings catalog, TumblingWindow windows, TimeRange range, BlockStore store) {
    this.catalog = catalog;
    this.windows = windows;
    this.range = range;
    this.store = store;
  }

  /**
   * Writes to the tables of {@code catalog}.
   *
   * @param range the windows that the run replaces, or {@link TimeRange#ALWAYS} for those that it
   *     finds
   * @param store holds the partial rows, which come in groups of a day of UTC
   */
  public static WriteWindows to(
      CatalogSettings catalog, TumblingWindow windows, TimeRange range, BlockStore store) {
    return new WriteWindows(catalog, windows, range, store);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<GroupKey, Block>> partials) {
    PCollectionTuple files =
        partials
            .apply("GroupPartials", GroupByKey.create())
            .apply(
                "MergePartials",
                ParDo.of(new MergePartials(this))
                    .withOutputTags(WINDOWS, TupleTagList.of(ROLL_UPS)));
    files.get(WINDOWS).setCoder(ByteArrayCoder.of());
    files.get(ROLL_UPS).setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()));
    return files;
  }

  private static final class MergePartials extends DoFn<KV<GroupKey, Iterable<Block>>, byte[]> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final TumblingWindow windows;
    private final TimeRange range;
    private final BlockStore store;
    private transient @Nullable TableCatalog catalog;
    private transient Map<String, Table> targets = new HashMap<>();

    MergePartials(WriteWindows to) {
      this.settings = to.catalog;
      this.windows = to.windows;
      this.range = to.range;
      this.store = to.store;
    }

    @Setup
    public void open() {
      catalog = TableCatalog.open(settings);
      targets = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element KV<GroupKey, Iterable<Block>> group, MultiOutputReceiver out)
        throws IOException {
      GroupKey key = group.getKey();
      WindowTable<?> table = Tables.of(windows).named(key.table());
      List<WrittenFile> files =
          table instanceof CallTable<?> calls && isWhole(key.spanStart())
              ? MergedRows.writeRolledUp(calls, this::target, group.getValue(), store)
              : List.of(
                  WrittenFile.ofWindows(
                      table.name(),
                      MergedRows.write(table, target(table), group.getValue(), store)));
      for (WrittenFile file : files) {
        if (file.source().isEmpty()) {
          out.get(WINDOWS).output(file.toBytes());
        } else {
          out.get(ROLL_UPS).output(KV.of(file.table(), file.toBytes()));
        }
      }
    }

    /** Whether the run may replace all of the day. */
    private boolean isWhole(long dayStart) {
      return range.from() <= dayStart && Period.Day.UTC.endOf(dayStart) <= range.to();
    }

    private Table target(WindowTable<?> table) {
      try {
        return targets.computeIfAbsent(table.name(), name -> catalog.load(table));
      } catch (UserError e) {
        // One that another engine has changed is no other when this is repeated.
        throw FinalFailure.from(e);
      }
    }

    @Teardown
    public void close() {
      if (catalog != null) {
        catalog.close();
      }
    }
  }
}
