package io.tallybeam.raw;

import com.github.luben.zstd.ZstdOutputStream;
import io.tallybeam.order.SentOrder;
import io.tallybeam.topic.TopicBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.FileSystems;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;

/**
 * Holds the records of a partition, packed, until they fill a file or have waited long enough; then
 * writes them under a name of their own and says which name they are to be published under.
 *
 * <p>Such a file is one attempt's: after a failure the records are still held, and are written
 * again. Which attempt counts is decided by what becomes of its output.
 */
final class HoldRecords extends DoFn<KV<String, byte[]>, KV<String, byte[]>> {

  private static final long serialVersionUID = 1;

  private static final String FRAMES = "frames";
  private static final String SIZE = "size";
  private static final String ARCHIVED = "archived";
  private static final String LAST = "last";
  private static final String WAITED = "waited";
  private static final String END = "end";

  /** Frames of fewer bytes are packed again as one: small ones pack badly. */
  private static final int SMALL_FRAME = 128 << 10;

  private final String root;
  private final long fileBytes;
  private final Duration interval;

  // Counted here: Flink has no metrics in a step that waits for a checkpoint.
  private final Counter archivedFiles = Metrics.counter(WriteRawArchive.METRICS, "archived_files");
  private final Counter archivedBytes = Metrics.counter(WriteRawArchive.METRICS, "archived_bytes");

  private transient @Nullable ArchivedOffsets archive;

  /** The partitions whose archive this worker has looked at. */
  private transient @Nullable Set<String> looked;

  @StateId(FRAMES)
  private final StateSpec<BagState<byte[]>> framesSpec = StateSpecs.bag(ByteArrayCoder.of());

  /** The bytes of the lines that are held. */
  @StateId(SIZE)
  private final StateSpec<ValueState<Long>> sizeSpec = StateSpecs.value(VarLongCoder.of());

  /** The highest offset that was archived before there was state of this partition. */
  @StateId(ARCHIVED)
  private final StateSpec<ValueState<Long>> archivedSpec = StateSpecs.value(VarLongCoder.of());

  /** The unpublished name of the last file. */
  @StateId(LAST)
  private final StateSpec<ValueState<String>> lastSpec = StateSpecs.value(StringUtf8Coder.of());

  @TimerId(WAITED)
  private final TimerSpec waitedSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(END)
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  HoldRecords(String root, long fileBytes, Duration interval) {
    this.root = root;
    this.fileBytes = fileBytes;
    this.interval = interval;
  }

  /** Starts a worker. */
  @Setup
  public void setUp() {
    archive = new ArchivedOffsets(root);
    looked = new HashSet<>();
  }

  /** Holds the records of a block. */
  @ProcessElement
  public void hold(
      @Element KV<String, byte[]> element,
      @StateId(FRAMES) BagState<byte[]> frames,
      @StateId(SIZE) ValueState<Long> size,
      @StateId(ARCHIVED) ValueState<Long> archived,
      @StateId(LAST) ValueState<String> lastFile,
      @TimerId(WAITED) Timer waited,
      @TimerId(END) Timer end,
      OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    if (archived.read() == null) {
      end.set(GlobalWindow.INSTANCE.maxTimestamp());
    }
    long above = archived(element.getKey(), archived);
    Optional<Frame> frame = Frame.of(new TopicBlock(element.getValue()), above);
    if (frame.isEmpty()) {
      return;
    }
    long held = orZero(size.read());
    frames.add(frame.get().encode());
    size.write(held + frame.get().rawBytes());
    if (held + frame.get().rawBytes() >= fileBytes) {
      waited.clear();
      write(element.getKey(), frames, size, archived, lastFile, out);
    } else if (held == 0) {
      waited.offset(interval).setRelative();
    }
  }

  /** Writes what has waited long enough. */
  @OnTimer(WAITED)
  public void waited(
      @Key String key,
      @StateId(FRAMES) BagState<byte[]> frames,
      @StateId(SIZE) ValueState<Long> size,
      @StateId(ARCHIVED) ValueState<Long> archived,
      @StateId(LAST) ValueState<String> lastFile,
      OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    write(key, frames, size, archived, lastFile, out);
  }

  /** Writes the rest of an input that ends. */
  @OnTimer(END)
  public void end(
      @Key String key,
      @StateId(FRAMES) BagState<byte[]> frames,
      @StateId(SIZE) ValueState<Long> size,
      @StateId(ARCHIVED) ValueState<Long> archived,
      @StateId(LAST) ValueState<String> lastFile,
      OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    write(key, frames, size, archived, lastFile, out);
  }

  /**
   * The highest offset that must not be archived again. A job that was started anew, or from an
   * older savepoint, may read again what was archived: this worker looks for it once.
   */
  private long archived(String key, ValueState<Long> archived) throws IOException {
    Long above = archived.read();
    if (looked.add(key) || above == null) {
      long highest = archive.highest(key);
      above = above == null ? highest : Math.max(above, highest);
      archived.write(above);
    }
    return above;
  }

  private void write(
      String key,
      BagState<byte[]> state,
      ValueState<Long> size,
      ValueState<Long> archived,
      ValueState<String> lastFile,
      OutputReceiver<KV<String, byte[]>> out)
      throws IOException {
    List<Frame> frames = new ArrayList<>();
    state.read().forEach(encoded -> frames.add(Frame.decode(encoded)));
    long above = archived(key, archived);
    frames.removeIf(frame -> frame.last() <= above);
    if (frames.isEmpty()) {
      state.clear();
      size.clear();
      return;
    }
    // A bag promises no order.
    frames.sort(Comparator.comparingLong(Frame::first));
    PartitionFiles files = PartitionFiles.of(root, key);
    String previous = Optional.ofNullable(lastFile.read()).orElse(SentOrder.NONE);
    // Behind the file before: offsets between them hold markers of transactions, or what the topic
    // deleted before it could be read, which the stream told.
    long first =
        previous.equals(SentOrder.NONE)
            ? frames.get(0).first()
            : Math.max(files.lastOf(previous), above) + 1;
    long last = frames.get(frames.size() - 1).last();
    String unpublished = files.unpublished(first, last);
    long rawBytes = frames.stream().mapToLong(Frame::rawBytes).sum();
    write(frames, rawBytes, unpublished);
    archivedFiles.inc();
    archivedBytes.inc(rawBytes);
    String published = files.published(first, last, frames.get(0).timestamp());
    out.output(KV.of(key, new HeldFile(previous, unpublished, published).toBytes()));
    lastFile.write(unpublished);
    state.clear();
    size.clear();
  }

  private static void write(List<Frame> frames, long rawBytes, String path) throws IOException {
    boolean packed = rawBytes / frames.size() >= SMALL_FRAME;
    // Closed once: Beam's files of S3 end their upload each time.
    try (OutputStream file = packed ? create(path) : compressed(create(path))) {
      for (Frame frame : frames) {
        file.write(packed ? frame.packed() : frame.unpack());
      }
    }
  }

  private static OutputStream create(String path) throws IOException {
    return Channels.newOutputStream(
        FileSystems.create(FileSystems.matchNewResource(path, false), MimeTypes.BINARY));
  }

  private static OutputStream compressed(OutputStream file) throws IOException {
    return new ZstdOutputStream(file, Frame.LEVEL).setChecksum(true);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
