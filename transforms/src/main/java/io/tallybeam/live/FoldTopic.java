package io.tallybeam.live;

import io.tallybeam.event.EventParser;
import io.tallybeam.fold.EventReader;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.GroupKeyCoder;
import java.io.IOException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Reads the events of a stream and packs them by window and shard.
 *
 * <p>An element is a stretch of one partition. Its timestamp is the larger of its smallest believed
 * event time and the partition's watermark before it: no event of the element that lies before the
 * timestamp is on time, and none behind it is late for the element's beginning.
 *
 * <p>The calls of a bundle are packed together, since calls of one parcel share their names.
 * Everything a bundle holds leaves with it, and no runner may let the watermark pass a bundle that
 * is under way; Flink's keeps to that across a checkpoint only where bundles end before it.
 *
 * @param <T> the elements that hold events
 */
public final class FoldTopic<T> extends PTransform<PCollection<T>, PCollectionTuple> {

  private static final long serialVersionUID = 1;

  /** The namespace of the metrics. */
  public static final String METRICS = "tallybeam";

  /** Calls, as {@link WindowContents} takes them, by window and shard of the tenant. */
  public static final TupleTag<KV<GroupKey, byte[]>> PARCELS = new TupleTag<>("parcels") {};

  /** {@link Letters}, by table and day. */
  public static final TupleTag<KV<GroupKey, byte[]>> LETTERS = new TupleTag<>("letters") {};

  private final EventReader<T> reader;
  private final LiveSettings settings;

  private FoldTopic(EventReader<T> reader, LiveSettings settings) {
    this.reader = reader;
    this.settings = settings;
  }

  /** Packs the events that {@code reader} finds. */
  public static <T> FoldTopic<T> of(EventReader<T> reader, LiveSettings settings) {
    return new FoldTopic<>(reader, settings);
  }

  @Override
  public PCollectionTuple expand(PCollection<T> elements) {
    PCollectionTuple folded =
        elements.apply(
            "Fold",
            ParDo.of(new Fold<>(reader, settings))
                .withOutputTags(PARCELS, TupleTagList.of(LETTERS)));
    KvCoder<GroupKey, byte[]> coder = KvCoder.of(GroupKeyCoder.of(), ByteArrayCoder.of());
    folded.get(PARCELS).setCoder(coder);
    folded.get(LETTERS).setCoder(coder);
    return folded;
  }

  static final class Fold<T> extends DoFn<T, KV<GroupKey, byte[]>> {

    private static final long serialVersionUID = 1;

    private final EventReader<T> reader;
    private final LiveSettings settings;
    private final Counter events = Metrics.counter(METRICS, "events_read");
    private final Counter rejected = Metrics.counter(METRICS, "events_rejected");
    private final Counter late = Metrics.counter(METRICS, "events_late");
    private transient @Nullable EventParser parser;
    private transient @Nullable ParcelPacker parcels;
    private Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;

    Fold(EventReader<T> reader, LiveSettings settings) {
      this.reader = reader;
      this.settings = settings;
    }

    @Setup
    public void setUp() {
      parser = settings.fold().format().newParser();
      parcels = new ParcelPacker(settings);
    }

    @ProcessElement
    public void process(@Element T element, @Timestamp Instant timestamp, MultiOutputReceiver out)
        throws IOException {
      LetterPacker letters =
          new LetterPacker((key, parcel) -> out.get(LETTERS).output(KV.of(key, parcel)));
      PartitionClock clock =
          new PartitionClock(settings.watermarkDelayMillis(), timestamp.getMillis());
      TopicFolder folder =
          new TopicFolder(
              settings,
              parser,
              clock,
              position -> reader.origin(element, position),
              parcels,
              letters);
      reader.read(element, folder);
      events.inc(folder.events());
      rejected.inc(letters.rejected());
      late.inc(letters.late());
      letters.flush();
      if (timestamp.isBefore(earliest)) {
        earliest = timestamp;
      }
      if (parcels.isFull()) {
        // Still held back by the elements of the bundle, which has not ended.
        Instant stamp = earliest;
        parcels.flush(
            (key, parcel) -> out.get(PARCELS).outputWithTimestamp(KV.of(key, parcel), stamp));
      }
    }

    /** Parcels of many elements bear the time stamp of the earliest one. */
    @Override
    @SuppressWarnings({"deprecation", "InlineMeSuggester"})
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws IOException {
      Instant stamp = earliest;
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
      parcels.flush(
          (key, parcel) ->
              context.output(PARCELS, KV.of(key, parcel), stamp, GlobalWindow.INSTANCE));
    }
  }
}
