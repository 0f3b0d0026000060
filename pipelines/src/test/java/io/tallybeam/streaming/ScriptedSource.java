package io.tallybeam.streaming;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * The blocks of a script as a real source gives them: a part a partition, slowly, with checkpoints
 * anywhere; and it may break down, each time behind another checkpoint.
 *
 * <p>Behind the last block the watermark is far in the future, and the end comes when the test says
 * so: at the end of time Beam takes what waits for a checkpoint to be late.
 */
final class ScriptedSource extends UnboundedSource<byte[], ScriptedSource.Mark> {

  private static final long serialVersionUID = 1;

  /** Long enough for a few checkpoints to come between the blocks. */
  private static final int PAUSE_MILLIS = 25;

  private static final Instant FAR = Instant.parse("2090-01-01T00:00:00Z");
  private static final ConcurrentMap<String, Control> CONTROLS = new ConcurrentHashMap<>();

  private final String name;
  private final List<List<Step>> partitions;

  /** What a reader gives: a block, its timestamp, and the watermark behind it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(byte[] block, long timestamp, long watermark) implements Serializable {}

  /** What a test and the readers of its run know of each other. */
  static final class Control {
    private final AtomicInteger breakdowns;
    private volatile boolean checkpointed;
    private volatile boolean ended;

    private Control(int breakdowns) {
      this.breakdowns = new AtomicInteger(breakdowns);
    }

    /** Ends the stream. */
    void end() {
      ended = true;
    }

    /** How many breakdowns have not come. */
    int breakdownsLeft() {
      return breakdowns.get();
    }
  }

  private ScriptedSource(String name, List<List<Step>> partitions) {
    this.name = name;
    this.partitions = partitions;
  }

  /**
   * Gives the blocks of {@code script}.
   *
   * @param name of the run
   * @param breakdowns how often it fails
   */
  static ScriptedSource of(String name, TopicScript script, int breakdowns) {
    List<List<Step>> partitions = new ArrayList<>();
    for (int i = 0; i < script.partitions(); i++) {
      partitions.add(new ArrayList<>());
    }
    for (ReadBlock block : script.blocks()) {
      partitions
          .get(block.partition())
          .add(new Step(block.bytes(), block.timestampMillis(), block.partitionWatermark()));
    }
    CONTROLS.put(name, new Control(breakdowns));
    return new ScriptedSource(name, partitions);
  }

  /** Of the run {@code name}. */
  static Control control(String name) {
    return CONTROLS.get(name);
  }

  @Override
  public List<ScriptedSource> split(int desired, PipelineOptions options) {
    List<ScriptedSource> parts = new ArrayList<>();
    for (List<Step> partition : partitions) {
      parts.add(new ScriptedSource(name, List.of(partition)));
    }
    return parts;
  }

  @Override
  public UnboundedReader<byte[]> createReader(PipelineOptions options, @Nullable Mark mark) {
    if (partitions.size() != 1) {
      throw new IllegalStateException("a reader of " + partitions.size() + " partitions");
    }
    return new Reader(this, mark == null ? 0 : mark.given);
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  /** How many blocks were given. */
  static final class Mark implements UnboundedSource.CheckpointMark, Serializable {

    private static final long serialVersionUID = 1;

    private final String name;
    private final int given;

    Mark(String name, int given) {
      this.name = name;
      this.given = given;
    }

    @Override
    public void finalizeCheckpoint() {
      CONTROLS.get(name).checkpointed = true;
    }
  }

  private static final class Reader extends UnboundedReader<byte[]> {

    private final ScriptedSource source;
    private final List<Step> steps;
    private int given;

    Reader(ScriptedSource source, int given) {
      this.source = source;
      this.steps = source.partitions.get(0);
      this.given = given;
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      Control control = CONTROLS.get(source.name);
      boolean atEnd = given == steps.size();
      if (control.checkpointed && (atEnd || given % 5 == 4) && control.breakdowns.get() > 0) {
        control.checkpointed = false;
        control.breakdowns.decrementAndGet();
        throw new IOException("the test broke it");
      }
      if (atEnd) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      given++;
      return true;
    }

    @Override
    public byte[] getCurrent() {
      return current().block();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return ReadBlock.instant(current().timestamp());
    }

    private Step current() {
      if (given == 0) {
        throw new NoSuchElementException();
      }
      return steps.get(given - 1);
    }

    @Override
    public Instant getWatermark() {
      if (given == steps.size()) {
        return CONTROLS.get(source.name).ended ? BoundedWindow.TIMESTAMP_MAX_VALUE : FAR;
      }
      return ReadBlock.instant(given == 0 ? ReadBlock.NONE : current().watermark());
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(source.name, given);
    }

    @Override
    public ScriptedSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
