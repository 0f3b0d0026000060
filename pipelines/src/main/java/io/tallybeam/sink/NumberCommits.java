package io.tallybeam.sink;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
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
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Collects what a stream has written, as bytes of {@link Fired}, into numbered commits, and keeps
 * the ledger: a commit carries the whole row of every window that it touches.
 *
 * <p>One key for all: the numbers are without gaps. What is kept of a window is some tens of bytes,
 * for ever, because an event may be late by any time.
 */
public final class NumberCommits
    extends PTransform<PCollection<byte[]>, PCollection<KV<Integer, byte[]>>> {

  private static final long serialVersionUID = 1;

  private final String sink;
  private final Duration interval;

  private NumberCommits(String sink, Duration interval) {
    this.sink = sink;
    this.interval = interval;
  }

  /** Numbers the commits of {@code sink}, of which there is one an {@code interval} at most. */
  public static NumberCommits of(String sink, Duration interval) {
    return new NumberCommits(sink, interval);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<byte[]> fired) {
    return fired
        .apply("OneKey", WithKeys.<Integer, byte[]>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Number", ParDo.of(new Assign(this)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  private static final class Assign extends DoFn<KV<Integer, byte[]>, KV<Integer, byte[]>> {

    private static final long serialVersionUID = 1;

    private static final String PENDING = "pending";
    private static final String LEDGER = "ledger";
    private static final String NUMBERS = "numbers";
    private static final String DUE = "due";

    /**
     * So long the first files after a pause wait for others: the shards of a window fire at once.
     */
    private static final Duration GATHER = Duration.standardSeconds(1);

    private final String sink;
    private final Duration interval;
    private transient String lineage = "";

    @StateId(PENDING)
    private final StateSpec<BagState<byte[]>> pendingSpec = StateSpecs.bag(ByteArrayCoder.of());

    @StateId(LEDGER)
    private final StateSpec<MapState<Long, byte[]>> ledgerSpec =
        StateSpecs.map(VarLongCoder.of(), ByteArrayCoder.of());

    @StateId(NUMBERS)
    private final StateSpec<ValueState<byte[]>> numbersSpec = StateSpecs.value(ByteArrayCoder.of());

    @TimerId(DUE)
    private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    Assign(NumberCommits of) {
      this.sink = of.sink;
      this.interval = of.interval;
    }

    /** A worker that goes on from a state, whichever it is, is a new one. */
    @Setup
    public void begin() {
      lineage = UUID.randomUUID().toString();
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, byte[]> fired,
        @StateId(PENDING) BagState<byte[]> pending,
        @StateId(NUMBERS) ValueState<byte[]> numbers,
        @TimerId(DUE) Timer due) {
      pending.add(fired.getValue());
      Numbers now = Numbers.of(numbers.read());
      if (!now.waiting()) {
        numbers.write(now.waits().toBytes());
        due.offset(interval.isShorterThan(GATHER) ? interval : GATHER).setRelative();
      }
    }

    @OnTimer(DUE)
    public void commit(
        @StateId(PENDING) BagState<byte[]> pending,
        @StateId(LEDGER) MapState<Long, byte[]> ledger,
        @StateId(NUMBERS) ValueState<byte[]> numbers,
        @TimerId(DUE) Timer due,
        OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Numbers now = Numbers.of(numbers.read());
      long watermark = now.watermark();
      List<Fired> fired = new ArrayList<>();
      Map<Long, LedgerCounts> counts = new TreeMap<>();
      for (byte[] bytes : pending.read()) {
        Fired one = Fired.of(bytes);
        fired.add(one);
        watermark = Math.max(watermark, one.watermark());
        one.counts()
            .forEach(
                (window, c) -> counts.computeIfAbsent(window, w -> new LedgerCounts()).merge(c));
      }
      pending.clear();
      if (fired.isEmpty()) {
        numbers.write(now.rests().toBytes());
        return;
      }
      due.offset(interval).setRelative();
      counts.forEach((window, count) -> addTo(ledger, window, count));
      Numbers next = now.next(SinkToken.newId(lineage), watermark);
      numbers.write(next.toBytes());
      SinkToken token = new SinkToken(sink, next.epoch(), next.last(), next.id());
      CommitRequest request = new CommitRequest(token, now.id(), watermark, fired, counts);
      out.output(KV.of(0, request.toBytes()));
    }

    private static void addTo(MapState<Long, byte[]> ledger, long window, LedgerCounts count) {
      byte[] before = ledger.get(window).read();
      if (before != null) {
        count.merge(LedgerCounts.read(new ByteReader(before, 0, before.length)));
      }
      ByteWriter after = new ByteWriter(16);
      count.write(after);
      ledger.put(window, after.toByteArray());
    }
  }

  /**
   * Where the numbering is.
   *
   * @param epoch drawn when the state is empty
   * @param last the last number
   * @param id of the last commit; empty before the first
   * @param waiting whether a commit is due, or the last one is not an interval ago
   * @param watermark the largest known
   */
  private record Numbers(String epoch, long last, String id, boolean waiting, long watermark) {

    static Numbers of(byte[] bytes) {
      if (bytes == null) {
        return new Numbers(UUID.randomUUID().toString(), 0, "", false, Key.NO_WINDOW);
      }
      ByteReader in = new ByteReader(bytes, 0, bytes.length);
      return new Numbers(
          in.readUtf8(), in.readVarLong(), in.readUtf8(), in.readByte() == 1, in.readFixedLong());
    }

    Numbers waits() {
      return new Numbers(epoch, last, id, true, watermark);
    }

    Numbers rests() {
      return new Numbers(epoch, last, id, false, watermark);
    }

    Numbers next(String newId, long newWatermark) {
      return new Numbers(epoch, last + 1, newId, true, newWatermark);
    }

    byte[] toBytes() {
      ByteWriter out = new ByteWriter(64);
      out.writeUtf8(epoch);
      out.writeVarLong(last);
      out.writeUtf8(id);
      out.writeByte(waiting ? 1 : 0);
      out.writeFixedLong(watermark);
      return out.toByteArray();
    }
  }
}
