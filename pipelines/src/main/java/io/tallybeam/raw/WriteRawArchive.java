package io.tallybeam.raw;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.storage.LocalFolder;
import io.tallybeam.topic.TopicBlock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes the values of a topic's records to files that a backfill reads: zstd NDJSON, each value as
 * it came and a line feed behind it, without the byte order mark it may begin with; a value of
 * several lines is several lines, and an empty one is none.
 *
 * <p>Takes blocks of {@link TopicBlock} in the global window, of each partition in the order of its
 * offsets. Gives the paths of published files, which may repeat after a failure.
 *
 * <p>A file holds a stretch of one partition, in the order of its offsets, which no other file
 * overlaps, and is seen when it is whole. Where the runner honours {@code @RequiresStableInput} and
 * restores its state, this holds through any failure, and nothing is missing. A job without state
 * goes on behind the highest archived offset of each partition; so a topic that was deleted and
 * made anew wants another folder. Two jobs may not archive one topic into one folder at once.
 */
public final class WriteRawArchive extends PTransform<PCollection<byte[]>, PCollection<String>> {

  /** The namespace of the metrics. */
  static final String METRICS = "tallybeam";

  private static final long serialVersionUID = 1;

  private static final long MEGABYTE = 1 << 20;
  private static final int MAX_MEGABYTES = 1024;

  private final String root;
  private final long fileBytes;
  private final Duration interval;

  private WriteRawArchive(String root, long fileBytes, Duration interval) {
    this.root = root;
    this.fileBytes = fileBytes;
    this.interval = interval;
  }

  /**
   * Writes to an archive, files of 64 MB of lines or of what comes in 5 minutes.
   *
   * @param archive its folder, on any file system that Beam knows
   * @throws UserError if there can be no such folder
   */
  public static WriteRawArchive to(String archive) {
    LocalFolder.requireExpanded("archive", archive);
    // What is in it is looked for by globs.
    if (archive.matches(".*[*?\\[\\]{}\\\\].*")) {
      throw new UserError("--archive=" + archive + ": choose a path without * ? [ ] { } or \\");
    }
    try {
      // Absolute, since workers may have other working directories.
      String root = FileSystems.matchNewResource(archive, true).toString();
      return new WriteRawArchive(
          root.endsWith("/") ? root : root + "/", 64 * MEGABYTE, Duration.ofMinutes(5));
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--archive=" + archive + ": expected a folder on a file system that is in the build", e);
    }
  }

  /**
   * Writes as the options say, if they do.
   *
   * @throws UserError if they are wrong
   */
  public static Optional<WriteRawArchive> of(RawArchiveOptions options) {
    int megabytes =
        OptionText.inRange("archiveMegabytes", options.getArchiveMegabytes(), 1, MAX_MEGABYTES);
    Duration interval = OptionText.duration("archiveInterval", options.getArchiveInterval());
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UserError(
          "--archiveInterval=" + options.getArchiveInterval() + ": expected 1s or more");
    }
    return options.getArchive().isBlank()
        ? Optional.empty()
        : Optional.of(
            to(options.getArchive()).withFileBytes(megabytes * MEGABYTE).withInterval(interval));
  }

  /** The same with files that are written when their lines have so many bytes. */
  public WriteRawArchive withFileBytes(long bytes) {
    return new WriteRawArchive(root, bytes, interval);
  }

  /** The same with files that are written so long after their first record came. */
  public WriteRawArchive withInterval(Duration longest) {
    return new WriteRawArchive(root, fileBytes, longest);
  }

  /** What is published of each partition of a topic, by its number. */
  public Map<Integer, ArchivedStretch> archived(String topic) throws IOException {
    return PartitionFiles.stretches(root, topic);
  }

  /**
   * Refuses an archive of another topic of the same name: its offsets would pass for archived.
   *
   * @param archived what {@link #archived} gave, before the topic was asked
   * @param ends the offset behind the last record of each partition, by its number
   * @throws UserError if the archive has a record that the topic does not have yet
   */
  public static void requireSameTopic(
      String archive, Map<Integer, ArchivedStretch> archived, Map<Integer, Long> ends) {
    archived.forEach(
        (partition, stretch) -> {
          long end = ends.getOrDefault(partition, 0L);
          if (stretch.last() >= end) {
            throw new UserError(
                String.format(
                    "--archive=%s: has partition %d up to offset %d, and the topic ends before %d: it"
                        + " was made anew; give another folder, or move the old files away",
                    archive, partition, stretch.last(), end));
          }
        });
  }

  @Override
  public PCollection<String> expand(PCollection<byte[]> blocks) {
    Coder<String> text = StringUtf8Coder.of();
    return blocks
        .apply("KeyByPartition", ParDo.of(new KeyByPartition()))
        .setCoder(KvCoder.of(text, ByteArrayCoder.of()))
        .apply(
            "HoldRecords",
            ParDo.of(
                new HoldRecords(
                    root, fileBytes, org.joda.time.Duration.millis(interval.toMillis()))))
        .setCoder(KvCoder.of(text, ByteArrayCoder.of()))
        .apply("PublishFiles", ParDo.of(new PublishFiles(root)))
        .setCoder(text);
  }

  private static final class KeyByPartition extends DoFn<byte[], KV<String, byte[]>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element byte[] block, OutputReceiver<KV<String, byte[]>> out) {
      out.output(KV.of(PartitionFiles.key(new TopicBlock(block)), block));
    }
  }
}
