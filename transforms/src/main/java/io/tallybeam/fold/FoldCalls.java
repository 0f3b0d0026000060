package io.tallybeam.fold;

import io.tallybeam.event.EventParser;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockCoder;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.GroupKeyCoder;
import io.tallybeam.partial.PartialFold;
import java.io.IOException;
import org.apache.beam.sdk.coders.KvCoder;
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

/**
 * Reads events and folds them where they are read.
 *
 * <p>Gives {@link #PARTIALS}, packed partial rows of every table; and {@link #CALLS}, packed calls
 * whose copies must meet before they are folded, for {@link DeduplicateCalls}. Both leave a worker
 * at the end of a bundle, or earlier where memory would grow.
 *
 * @param <T> the elements that hold events
 */
public final class FoldCalls<T> extends PTransform<PCollection<T>, PCollectionTuple> {

  private static final long serialVersionUID = 1;

  /** Packed partial rows, by table, span and shard. */
  public static final TupleTag<KV<GroupKey, Block>> PARTIALS = new TupleTag<>("partials") {};

  /** Packed calls with a request id, in groups in which all copies of a call meet. */
  public static final TupleTag<KV<GroupKey, Block>> CALLS = new TupleTag<>("calls") {};

  private final EventReader<T> reader;
  private final FoldSettings settings;

  private FoldCalls(EventReader<T> reader, FoldSettings settings) {
    this.reader = reader;
    this.settings = settings;
  }

  /** Folds the events that {@code reader} finds. */
  public static <T> FoldCalls<T> of(EventReader<T> reader, FoldSettings settings) {
    return new FoldCalls<>(reader, settings);
  }

  @Override
  public PCollectionTuple expand(PCollection<T> elements) {
    PCollectionTuple folded =
        elements.apply(
            "Fold",
            ParDo.of(new Fold<>(reader, settings))
                .withOutputTags(PARTIALS, TupleTagList.of(CALLS)));
    folded.get(PARTIALS).setCoder(KvCoder.of(GroupKeyCoder.of(), BlockCoder.of()));
    folded.get(CALLS).setCoder(KvCoder.of(GroupKeyCoder.of(), BlockCoder.of()));
    return folded;
  }

  static final class Fold<T> extends DoFn<T, KV<GroupKey, Block>> {

    private static final long serialVersionUID = 1;

    private final EventReader<T> reader;
    private final FoldSettings settings;
    private transient @Nullable EventParser parser;
    private transient @Nullable CallFolder folder;
    private transient @Nullable Emitter emitter;

    /** Where blocks go at once, lest those of a large element pile up. */
    @FunctionalInterface
    private interface Emitter {
      void emit(TupleTag<KV<GroupKey, Block>> tag, KV<GroupKey, Block> block);
    }

    Fold(EventReader<T> reader, FoldSettings settings) {
      this.reader = reader;
      this.settings = settings;
    }

    @Setup
    public void setUp() {
      parser = settings.format().newParser();
    }

    @StartBundle
    public void start() {
      folder = new CallFolder(settings, parser, to(CALLS), to(PARTIALS));
    }

    private PartialFold.Output to(TupleTag<KV<GroupKey, Block>> tag) {
      return (key, block) -> emitter.emit(tag, KV.of(key, block));
    }

    @ProcessElement
    public void process(@Element T element, MultiOutputReceiver out) throws IOException {
      emitter = (tag, block) -> out.get(tag).output(block);
      folder.startElement(position -> reader.origin(element, position));
      reader.read(element, folder);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) throws IOException {
      emitter =
          (tag, block) ->
              context.output(tag, block, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
      folder.flush();
      folder = null;
    }
  }
}
