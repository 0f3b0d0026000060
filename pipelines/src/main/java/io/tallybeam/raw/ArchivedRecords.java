package io.tallybeam.raw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which records of topics are in files of archives that streams wrote, as their names tell. */
public final class ArchivedRecords {

  private static final Pattern ORIGIN = Pattern.compile("([^/]+)/(\\d+)/(\\d{1,18})");

  /** By topic and partition the first and the last offset of each file. */
  private final Map<String, Map<Integer, TreeMap<Long, Long>>> files = new TreeMap<>();

  /**
   * Offsets of a partition that no file holds, between files that hold others.
   *
   * @param first the first of them
   * @param last the last of them
   */
  public record Gap(String topic, int partition, long first, long last) {}

  /** Those of {@code paths}; files that are of no archive hold no known record. */
  public ArchivedRecords(Iterable<String> paths) {
    for (String path : paths) {
      Matcher name = PartitionFiles.PUBLISHED.matcher(path.substring(path.lastIndexOf('/') + 1));
      if (name.matches()) {
        files
            .computeIfAbsent(name.group(1), topic -> new TreeMap<>())
            .computeIfAbsent(Integer.parseInt(name.group(2)), partition -> new TreeMap<>())
            .merge(Long.parseLong(name.group(3)), Long.parseLong(name.group(4)), Math::max);
      }
    }
  }

  /** Whether no file is of an archive. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** What is missing between the files of each partition. */
  public List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    files.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, stretches) -> {
                  long next = stretches.firstKey();
                  for (Map.Entry<Long, Long> file : stretches.entrySet()) {
                    if (file.getKey() > next) {
                      gaps.add(new Gap(topic, partition, next, file.getKey() - 1));
                    }
                    next = Math.max(next, file.getValue() + 1);
                  }
                }));
    return gaps;
  }

  /**
   * Whether {@code origin}, a {@code topic/partition/offset}, is a record of one of the topics that
   * no file holds.
   */
  public boolean lacks(String origin) {
    Matcher record = ORIGIN.matcher(origin);
    if (!record.matches() || !files.containsKey(record.group(1))) {
      return false;
    }
    long offset = Long.parseLong(record.group(3));
    Map.Entry<Long, Long> file =
        files
            .get(record.group(1))
            .getOrDefault(Integer.parseInt(record.group(2)), new TreeMap<>())
            .floorEntry(offset);
    return file == null || file.getValue() < offset;
  }
}
