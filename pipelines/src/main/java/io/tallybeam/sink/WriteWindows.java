package io.tallybeam.sink;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Merges packed partial rows and writes them: one sorted data file for each table, span and shard.
 *
 * <p>Gives each file as the bytes that {@link CommitWindows} takes. The tables exist. The files are
 * part of no snapshot yet; a run that ends here leaves files that nobody sees.
 */
public final class WriteWindows
    extends PTransform<PCollection<KV<GroupKey, Block>>, PCollection<byte[]>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final TumblingWindow windows;
  private final BlockStore store;

  private WriteWindows(CatalogSettings catalog, TumblingWindow windows, BlockStore store) {
    this.catalog = catalog;
    this.windows = windows;
    this.store = store;
  }

  /** Writes to the tables of {@code catalog}. */
  public static WriteWindows to(CatalogSettings catalog, TumblingWindow windows, BlockStore store) {
    return new WriteWindows(catalog, windows, store);
  }

  @Override
  public PCollection<byte[]> expand(PCollection<KV<GroupKey, Block>> partials) {
    return partials
        .apply("GroupPartials", GroupByKey.create())
        .apply("MergePartials", ParDo.of(new MergePartials(this)))
        .setCoder(ByteArrayCoder.of());
  }

  private static final class MergePartials extends DoFn<KV<GroupKey, Iterable<Block>>, byte[]> {

    private static final long serialVersionUID = 1;

    private final CatalogSettings settings;
    private final TumblingWindow windows;
    private final BlockStore store;
    private transient @Nullable TableCatalog catalog;
    private transient Map<String, Table> targets = new HashMap<>();

    MergePartials(WriteWindows to) {
      this.settings = to.catalog;
      this.windows = to.windows;
      this.store = to.store;
    }

    @Setup
    public void open() {
      catalog = TableCatalog.open(settings);
      targets = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element KV<GroupKey, Iterable<Block>> group, OutputReceiver<byte[]> out)
        throws IOException {
      WindowTable<?> table = Tables.of(windows).named(group.getKey().table());
      Table target = targets.computeIfAbsent(table.name(), name -> catalog.load(name));
      WrittenFile written =
          new WrittenFile(table.name(), MergedRows.write(table, target, group.getValue(), store));
      out.output(written.toBytes());
    }

    @Teardown
    public void close() {
      if (catalog != null) {
        catalog.close();
      }
    }
  }
}
