package io.tallybeam.sink;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.FoldTopic;
import io.tallybeam.order.SentOrder;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Commits what {@link NumberCommits} numbered, in that order, each once.
 *
 * <p>Takes its input only once that is stable: a commit that is repeated after a failure is the
 * same, down to the names of its files, and the tables' own history tells that they have it. Gives
 * the windows that were committed.
 */
public final class CommitStream
    extends PTransform<PCollection<KV<Integer, byte[]>>, PCollection<TimeRanges>> {

  private static final long serialVersionUID = 1;

  private final CatalogSettings catalog;
  private final TumblingWindow windows;
  private final String source;

  private CommitStream(CatalogSettings catalog, TumblingWindow windows, String source) {
    this.catalog = catalog;
    this.windows = windows;
    this.source = source;
  }

  /**
   * Commits to the tables of {@code catalog}.
   *
   * @param source the source of the events, as in the ledger
   */
  public static CommitStream to(CatalogSettings catalog, TumblingWindow windows, String source) {
    return new CommitStream(catalog, windows, source);
  }

  @Override
  public PCollection<TimeRanges> expand(PCollection<KV<Integer, byte[]>> requests) {
    return requests
        .apply("Commit", ParDo.of(new Commit(this)))
        .setCoder(KvCoder.of(SerializableCoder.of(TimeRanges.class), VarLongCoder.of()))
        .apply("CountCommits", ParDo.of(new CountCommits()))
        .setCoder(SerializableCoder.of(TimeRanges.class));
  }

  /** Metrics of a step that waits for stable input are lost on Flink: so this one follows it. */
  private static final class CountCommits extends DoFn<KV<TimeRanges, Long>, TimeRanges> {

    private static final long serialVersionUID = 1;

    /** A sum and no distribution, which Flink's reporters leave out: it is no number there. */
    private final Counter millis = Metrics.counter(FoldTopic.METRICS, "commit_millis");

    private final Counter commits = Metrics.counter(FoldTopic.METRICS, "commits");

    @ProcessElement
    public void process(@Element KV<TimeRanges, Long> committed, OutputReceiver<TimeRanges> out) {
      commits.inc();
      millis.inc(committed.getValue());
      out.output(committed.getKey());
    }
  }

  private static final class Commit extends DoFn<KV<Integer, byte[]>, KV<TimeRanges, Long>> {

    private static final long serialVersionUID = 1;

    private static final String WAITING = "waiting";
    private static final String LAST = "last";

    private final CatalogSettings settings;
    private final TumblingWindow windows;
    private final String source;
    private transient @Nullable TableCatalog catalog;

    /**
     * State makes a step keyed. What waits for a checkpoint is then kept with its key: after a
     * change of the parallelism it is still one worker that commits.
     */
    @StateId(WAITING)
    private final StateSpec<MapState<String, byte[]>> waitingSpec =
        StateSpecs.map(StringUtf8Coder.of(), ByteArrayCoder.of());

    @StateId(LAST)
    private final StateSpec<ValueState<String>> lastSpec = StateSpecs.value(StringUtf8Coder.of());

    Commit(CommitStream to) {
      this.settings = to.catalog;
      this.windows = to.windows;
      this.source = to.source;
    }

    @Setup
    public void open() {
      catalog = TableCatalog.open(settings);
    }

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<Integer, byte[]> element,
        @StateId(WAITING) MapState<String, byte[]> waiting,
        @StateId(LAST) ValueState<String> last,
        OutputReceiver<KV<TimeRanges, Long>> out)
        throws IOException {
      SentOrder.take(
          CommitRequest.previousOf(element.getValue()),
          element.getValue(),
          waiting,
          last,
          bytes -> {
            long started = System.nanoTime();
            CommitRequest request = CommitRequest.of(bytes);
            TimeRanges committed = new StreamCommit(catalog, windows, source, request).make();
            out.output(KV.of(committed, (System.nanoTime() - started) / 1_000_000));
            return request.token().id();
          });
    }

    @Teardown
    public void close() {
      if (catalog != null) {
        catalog.close();
      }
    }
  }
}
