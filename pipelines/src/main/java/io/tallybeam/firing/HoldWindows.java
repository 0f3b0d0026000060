package io.tallybeam.firing;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.FoldTopic;
import io.tallybeam.live.LiveSettings;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.sink.Fired;
import io.tallybeam.sink.ShardName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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
import org.joda.time.Instant;

/**
 * Holds the calls of each window and shard until the window closes, and writes its rows whenever it
 * fires: when the watermark passes its end, after late calls, and before its end if early results
 * are wanted. Each firing writes all rows anew; {@link Fired} says what they replace.
 *
 * <p>Windows are keys here and no windows of Beam's: nothing is dropped without a word, and what an
 * event that is too late is has been decided where it was read.
 */
public final class HoldWindows
    extends PTransform<PCollection<KV<GroupKey, byte[]>>, PCollection<byte[]>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final LiveSettings settings;
  private final Firings firings;

  private HoldWindows(CatalogSettings catalog, LiveSettings settings, Firings firings) {
    this.catalog = catalog;
    this.settings = settings;
    this.firings = firings;
  }

  /** Writes files for the tables of {@code catalog}, which exist. */
  public static HoldWindows to(CatalogSettings catalog, LiveSettings settings, Firings firings) {
    return new HoldWindows(catalog, settings, firings);
  }

  @Override
  public PCollection<byte[]> expand(PCollection<KV<GroupKey, byte[]>> parcels) {
    return parcels.apply("Hold", ParDo.of(new Hold(this))).setCoder(ByteArrayCoder.of());
  }

  private static final class Hold extends DoFn<KV<GroupKey, byte[]>, byte[]> {

    private static final long serialVersionUID = 1;

    private static final String PARCELS = "parcels";
    private static final String HELD = "held";
    private static final String END = "end";
    private static final String CLOSE = "close";
    private static final String AGAIN = "again";

    private final CatalogSettings catalogSettings;
    private final LiveSettings settings;
    private final Firings firings;
    private final Counter duplicates = Metrics.counter(FoldTopic.METRICS, "events_duplicate");
    private final Counter corrections = Metrics.counter(FoldTopic.METRICS, "window_corrections");
    private transient @Nullable TableCatalog catalog;
    private transient @Nullable WindowRows rows;

    /** Each with the number of firings before it came. */
    @StateId(PARCELS)
    private final StateSpec<BagState<KV<Integer, byte[]>>> parcelsSpec =
        StateSpecs.bag(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));

    @StateId(HELD)
    private final StateSpec<ValueState<byte[]>> heldSpec = StateSpecs.value(ByteArrayCoder.of());

    @TimerId(END)
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(CLOSE)
    private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(AGAIN)
    private final TimerSpec againSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    Hold(HoldWindows of) {
      this.catalogSettings = of.catalog;
      this.settings = of.settings;
      this.firings = of.firings;
    }

    @Setup
    public void open() {
      catalog = TableCatalog.open(catalogSettings);
      rows = new WindowRows(catalog, settings);
    }

    @ProcessElement
    public void process(
        @Element KV<GroupKey, byte[]> parcel,
        @StateId(PARCELS) BagState<KV<Integer, byte[]>> parcels,
        @StateId(HELD) ValueState<byte[]> heldState,
        @TimerId(END) Timer end,
        @TimerId(CLOSE) Timer close,
        @TimerId(AGAIN) Timer again) {
      HeldWindow held = HeldWindow.of(heldState.read());
      if (held == null) {
        held = HeldWindow.opened();
        long window = parcel.getKey().spanStart();
        end.set(Instant.ofEpochMilli(settings.endOf(window)));
        close.set(Instant.ofEpochMilli(settings.closeOf(window)));
      }
      parcels.add(KV.of(held.firings(), parcel.getValue()));
      if (!held.fresh()) {
        Duration delay = held.ended() ? firings.corrections() : firings.early();
        if (delay.isLongerThan(Duration.ZERO)) {
          again.offset(delay).setRelative();
        }
        heldState.write(held.withFresh().toBytes());
      }
    }

    @OnTimer(END)
    public void end(
        @Key GroupKey key,
        @StateId(PARCELS) BagState<KV<Integer, byte[]>> parcels,
        @StateId(HELD) ValueState<byte[]> heldState,
        OutputReceiver<byte[]> out)
        throws IOException {
      HeldWindow held = HeldWindow.of(heldState.read());
      if (held != null) {
        HeldWindow fired = fire(key, parcels, held, true, out);
        heldState.write(fired.toBytes());
      }
    }

    @OnTimer(AGAIN)
    public void again(
        @Key GroupKey key,
        @StateId(PARCELS) BagState<KV<Integer, byte[]>> parcels,
        @StateId(HELD) ValueState<byte[]> heldState,
        OutputReceiver<byte[]> out)
        throws IOException {
      HeldWindow held = HeldWindow.of(heldState.read());
      if (held != null) {
        HeldWindow fired = fire(key, parcels, held, held.ended(), out);
        heldState.write(fired.toBytes());
      }
    }

    @OnTimer(CLOSE)
    public void close(
        @Key GroupKey key,
        @StateId(PARCELS) BagState<KV<Integer, byte[]>> parcels,
        @StateId(HELD) ValueState<byte[]> heldState,
        @TimerId(AGAIN) Timer again,
        OutputReceiver<byte[]> out)
        throws IOException {
      HeldWindow held = HeldWindow.of(heldState.read());
      if (held != null) {
        fire(key, parcels, held, true, out);
        parcels.clear();
        heldState.clear();
        again.clear();
      }
    }

    /**
     * Writes the rows, if anything came since they were written last. Else the parcels are not even
     * read: Flink fetches and decodes all of a bag at once, and most windows close with nothing
     * new.
     */
    private HeldWindow fire(
        GroupKey key,
        BagState<KV<Integer, byte[]>> parcels,
        HeldWindow held,
        boolean ended,
        OutputReceiver<byte[]> out)
        throws IOException {
      if (!held.fresh()) {
        return ended ? held.afterEnd() : held;
      }
      List<byte[]> now = new ArrayList<>();
      List<byte[]> before = new ArrayList<>();
      for (KV<Integer, byte[]> parcel : parcels.read()) {
        now.add(parcel.getValue());
        if (parcel.getKey() < held.firings()) {
          before.add(parcel.getValue());
        }
      }
      ShardName shard = new ShardName(key.shard(), settings.shards().count());
      Fired fired = rows.write(key.spanStart(), shard, now, before, held, ended);
      duplicates.inc(fired.counts().get(key.spanStart()).duplicates());
      if (held.ended()) {
        corrections.inc();
      }
      out.output(fired.toBytes());
      return held.afterFiring(ended);
    }

    @Teardown
    public void tearDown() {
      if (catalog != null) {
        catalog.close();
      }
    }
  }
}
