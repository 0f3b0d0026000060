package io.tallybeam.firing;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.Letters;
import io.tallybeam.live.LiveSettings;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.sink.Fired;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.sink.WrittenFile;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
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
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;

/**
 * Collects dead letters and late events, by table and day, and writes them after a while: one file,
 * however many came.
 */
public final class HoldLetters
    extends PTransform<PCollection<KV<GroupKey, byte[]>>, PCollection<byte[]>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final LiveSettings settings;
  private final Duration delay;

  private HoldLetters(CatalogSettings catalog, LiveSettings settings, Duration delay) {
    this.catalog = catalog;
    this.settings = settings;
    this.delay = delay;
  }

  /** Writes files for the tables of {@code catalog}, which exist. */
  public static HoldLetters to(CatalogSettings catalog, LiveSettings settings, Firings firings) {
    return new HoldLetters(catalog, settings, firings.corrections());
  }

  @Override
  public PCollection<byte[]> expand(PCollection<KV<GroupKey, byte[]>> letters) {
    return letters.apply("Hold", ParDo.of(new Hold(this))).setCoder(ByteArrayCoder.of());
  }

  private static final class Hold extends DoFn<KV<GroupKey, byte[]>, byte[]> {

    private static final long serialVersionUID = 1;

    private static final String LETTERS = "letters";
    private static final String BYTES = "bytes";
    private static final String DUE = "due";

    /** Beyond this they are written at once: what is held is read into memory. */
    private static final long MAX_BYTES = 32L << 20;

    private final CatalogSettings catalogSettings;
    private final LiveSettings settings;
    private final Duration delay;
    private transient @Nullable TableCatalog catalog;

    @StateId(LETTERS)
    private final StateSpec<BagState<byte[]>> lettersSpec = StateSpecs.bag(ByteArrayCoder.of());

    @StateId(BYTES)
    private final StateSpec<ValueState<Long>> bytesSpec = StateSpecs.value(VarLongCoder.of());

    @TimerId(DUE)
    private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    Hold(HoldLetters of) {
      this.catalogSettings = of.catalog;
      this.settings = of.settings;
      this.delay = of.delay;
    }

    @Setup
    public void open() {
      catalog = TableCatalog.open(catalogSettings);
    }

    @ProcessElement
    public void process(
        @Element KV<GroupKey, byte[]> element,
        @StateId(LETTERS) BagState<byte[]> letters,
        @StateId(BYTES) ValueState<Long> bytes,
        @TimerId(DUE) Timer due,
        OutputReceiver<byte[]> out)
        throws IOException {
      Long held = bytes.read();
      if (held == null) {
        due.offset(delay).setRelative();
        held = 0L;
      }
      letters.add(element.getValue());
      long now = held + element.getValue().length;
      if (now < MAX_BYTES) {
        bytes.write(now);
      } else {
        due.clear();
        write(element.getKey(), letters, bytes, out);
      }
    }

    @OnTimer(DUE)
    public void due(
        @Key GroupKey key,
        @StateId(LETTERS) BagState<byte[]> letters,
        @StateId(BYTES) ValueState<Long> bytes,
        OutputReceiver<byte[]> out)
        throws IOException {
      if (bytes.read() != null) {
        write(key, letters, bytes, out);
      }
    }

    private void write(
        GroupKey key, BagState<byte[]> letters, ValueState<Long> bytes, OutputReceiver<byte[]> out)
        throws IOException {
      Map<Long, LedgerCounts> counts = new TreeMap<>();
      List<Block> blocks = new ArrayList<>();
      for (byte[] packed : letters.read()) {
        Letters some = Letters.of(packed);
        some.rows().ifPresent(blocks::add);
        some.counts()
            .forEach(
                (window, c) -> counts.computeIfAbsent(window, w -> new LedgerCounts()).merge(c));
      }
      List<WrittenFile> files = new ArrayList<>();
      if (!blocks.isEmpty()) {
        WindowTable<?> table = settings.tables().named(key.table());
        files.add(
            WrittenFile.ofWindows(
                table.name(),
                MergedRows.write(table, catalog.load(table), blocks, BlockStore.INLINE)));
      }
      out.output(Fired.letters(files, counts).toBytes());
      letters.clear();
      bytes.clear();
    }

    @Teardown
    public void close() {
      if (catalog != null) {
        catalog.close();
      }
    }
  }
}
