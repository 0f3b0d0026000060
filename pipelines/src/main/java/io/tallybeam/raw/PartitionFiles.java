package io.tallybeam.raw;

import io.tallybeam.topic.TopicBlock;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The files of one partition. {@code
 * <topic>/date=YYYY-MM-DD/<topic>-<partition>-<first>-<last>.ndjson.zst} is published, what lies in
 * {@code .tmp} is not, or not yet.
 *
 * <p>Kafka allows letters, digits, dots, dashes and underscores in the name of a topic, so it is
 * safe in a path and in a glob.
 *
 * @param root the folder of the archive, with a slash at its end
 * @param topic the topic
 * @param partition the number of the partition
 */
record PartitionFiles(String root, String topic, int partition) {

  /** The highest offset of a partition that has no files. */
  static final long NONE = -1;

  private static final String SUFFIX = ".ndjson.zst";

  /** The name of a published file: topic, partition, first and last offset. */
  static final Pattern PUBLISHED =
      Pattern.compile("(.+)-(\\d{1,9})-(\\d{20})-(\\d{20})" + Pattern.quote(SUFFIX));

  private static final String UNPUBLISHED = ".tmp/";
  private static final String UNPUBLISHED_END = "-[0-9a-f-]{36}";
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long DAY_MILLIS = 86_400_000;

  /** The files of the partition that {@link #key} stands for. */
  static PartitionFiles of(String root, String key) {
    int slash = key.lastIndexOf('/');
    return new PartitionFiles(
        root, key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)));
  }

  /** What stands for a block's partition. */
  static String key(TopicBlock block) {
    return block.topic() + "/" + block.partition();
  }

  /** A fresh name for records that are not to be published yet. */
  String unpublished(long first, long last) {
    return root + UNPUBLISHED + stem(first, last) + "-" + UUID.randomUUID();
  }

  /** The last offset that an {@link #unpublished} name tells. */
  long lastOf(String unpublished) {
    return last(name(UNPUBLISHED_END), FileSystems.matchNewResource(unpublished, false));
  }

  /**
   * The name of records that are published.
   *
   * @param timestamp of the first: its day, in UTC, names the folder
   */
  String published(long first, long last, long timestamp) {
    return root + topic + "/date=" + date(timestamp) + "/" + stem(first, last) + SUFFIX;
  }

  /** What is published of each partition, by its number. */
  static Map<Integer, ArchivedStretch> stretches(String root, String topic) throws IOException {
    Map<Integer, ArchivedStretch> stretches = new TreeMap<>();
    for (ResourceId file : list(root + topic + "/date=*/" + topic + "-*" + SUFFIX)) {
      Matcher name = PUBLISHED.matcher(String.valueOf(file.getFilename()));
      if (name.matches() && name.group(1).equals(topic)) {
        int partition = Integer.parseInt(name.group(2));
        ArchivedStretch stretch =
            new ArchivedStretch(Long.parseLong(name.group(3)), Long.parseLong(name.group(4)));
        stretches.merge(partition, stretch, ArchivedStretch::with);
      }
    }
    return stretches;
  }

  /**
   * Publishes a file; once more is the same as once. Removes those that failed attempts left.
   *
   * @throws IOException if it is gone and was never published
   */
  void publish(String from, String to) throws IOException {
    ResourceId source = FileSystems.matchNewResource(from, false);
    ResourceId target = FileSystems.matchNewResource(to, false);
    // Not left to options of the renaming: Beam skips a file that exists only if the file system
    // tells checksums, which the local one does not.
    if (!exists(to)) {
      if (!exists(from)) {
        if (isPublished(target)) {
          return;
        }
        throw new IOException(
            from
                + " is gone before it became "
                + to
                + "; put one of them back, or any file in its place to go on without these records");
      }
      FileSystems.rename(List.of(source), List.of(target));
    }
    long last = last(name(Pattern.quote(SUFFIX)), target);
    // Of these offsets all is published: in the order of a key, each file ends behind the last one.
    delete(unpublishedUpTo(offset -> offset <= last));
  }

  /**
   * Whether other files have all the records of {@code file}: a savepoint holds a name of which the
   * stream, that failed behind it, has published the records under others.
   */
  private boolean isPublished(ResourceId file) throws IOException {
    Matcher wanted = PUBLISHED.matcher(String.valueOf(file.getFilename()));
    if (!wanted.matches()) {
      return false;
    }
    String others = root + topic + "/date=*/" + topic + "-" + partition + "-*" + SUFFIX;
    return new ArchivedRecords(list(others).stream().map(ResourceId::toString).toList())
        .hasAll(topic, partition, Long.parseLong(wanted.group(3)), Long.parseLong(wanted.group(4)));
  }

  private List<ResourceId> unpublishedUpTo(LongPredicate passed) throws IOException {
    Pattern name = name(UNPUBLISHED_END);
    List<ResourceId> files = list(root + UNPUBLISHED + topic + "-" + partition + "-*");
    files.removeIf(file -> last(name, file) == NONE || !passed.test(last(name, file)));
    return files;
  }

  private static void delete(List<ResourceId> files) throws IOException {
    if (!files.isEmpty()) {
      FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  private static boolean exists(String path) throws IOException {
    return !FileSystems.match(path, EmptyMatchTreatment.ALLOW).metadata().isEmpty();
  }

  private static List<ResourceId> list(String glob) throws IOException {
    List<ResourceId> files = new ArrayList<>();
    for (Metadata file : FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata()) {
      files.add(file.resourceId());
    }
    return files;
  }

  private String stem(long first, long last) {
    return String.format(Locale.ROOT, "%s-%d-%020d-%020d", topic, partition, first, last);
  }

  /** All of a name, since topics may be named like files of each other. */
  private Pattern name(String ending) {
    return Pattern.compile(
        Pattern.quote(topic + "-" + partition + "-") + "\\d{20}-(\\d{20})" + ending);
  }

  private static long last(Pattern name, ResourceId file) {
    Matcher matcher = name.matcher(String.valueOf(file.getFilename()));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : NONE;
  }

  private static String date(long timestamp) {
    long day = Math.floorDiv(timestamp, DAY_MILLIS);
    return timestamp < 0 || day > LAST_DAY
        ? "unknown"
        : Instant.ofEpochMilli(timestamp).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
