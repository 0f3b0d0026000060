package io.tallybeam.raw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which records of topics are in files of archives that streams wrote, as their names tell. */
public final class ArchivedRecords {

  private static final Pattern ORIGIN = Pattern.compile("([^/]+)/(\\d+)/(\\d{1,18})");

  private final List<Offsets> gaps = new ArrayList<>();
  private final List<Offsets> overlaps = new ArrayList<>();

  /** By topic and partition the first and the last offset of what files hold without a gap. */
  private final Map<String, Map<Integer, TreeMap<Long, Long>>> stretches = new TreeMap<>();

  /**
   * Offsets of a partition.
   *
   * @param first the first of them
   * @param last the last of them
   */
  public record Offsets(String topic, int partition, long first, long last) {}

  /** Those of {@code paths}; files that are of no archive hold no known record. */
  public ArchivedRecords(Iterable<String> paths) {
    List<Offsets> files = new ArrayList<>();
    for (String path : paths) {
      Matcher name = PartitionFiles.PUBLISHED.matcher(path.substring(path.lastIndexOf('/') + 1));
      if (name.matches()) {
        files.add(
            new Offsets(
                name.group(1),
                Integer.parseInt(name.group(2)),
                Long.parseLong(name.group(3)),
                Long.parseLong(name.group(4))));
      }
    }
    files.sort(Comparator.comparingLong(Offsets::first));
    files.forEach(this::add);
  }

  /** Begins behind the beginning of those before it. */
  private void add(Offsets file) {
    TreeMap<Long, Long> held =
        stretches
            .computeIfAbsent(file.topic(), topic -> new TreeMap<>())
            .computeIfAbsent(file.partition(), partition -> new TreeMap<>());
    Map.Entry<Long, Long> before = held.lastEntry();
    if (before == null) {
      held.put(file.first(), file.last());
      return;
    }
    long next = before.getValue() + 1;
    if (file.first() > next) {
      gaps.add(new Offsets(file.topic(), file.partition(), next, file.first() - 1));
      held.put(file.first(), file.last());
      return;
    }
    if (file.first() < next) {
      long last = Math.min(file.last(), before.getValue());
      overlaps.add(new Offsets(file.topic(), file.partition(), file.first(), last));
    }
    held.put(before.getKey(), Math.max(before.getValue(), file.last()));
  }

  /** Whether no file is of an archive. */
  public boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** What is missing between the files of each partition. */
  public List<Offsets> gaps() {
    return List.copyOf(gaps);
  }

  /** What more than one file holds. */
  public List<Offsets> overlaps() {
    return List.copyOf(overlaps);
  }

  /**
   * Whether {@code origin}, a {@code topic/partition/offset}, is a record of one of the topics that
   * no file holds.
   */
  public boolean lacks(String origin) {
    Matcher record = ORIGIN.matcher(origin);
    if (!record.matches() || !stretches.containsKey(record.group(1))) {
      return false;
    }
    long offset = Long.parseLong(record.group(3));
    return !hasAll(record.group(1), Integer.parseInt(record.group(2)), offset, offset);
  }

  /** Whether files hold all records of a partition from {@code first} to {@code last}. */
  boolean hasAll(String topic, int partition, long first, long last) {
    Map.Entry<Long, Long> held =
        stretches
            .getOrDefault(topic, Map.of())
            .getOrDefault(partition, new TreeMap<>())
            .floorEntry(first);
    return held != null && held.getValue() >= last;
  }
}
