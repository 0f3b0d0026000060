package io.tallybeam.raw;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which records of topics are in files of archives that streams wrote, as their names tell. */
public final class ArchivedRecords {

  private static final Pattern ORIGIN = Pattern.compile("([^/]+)/(\\d+)/(\\d{1,18})");

  /** By topic and partition the first and the last offset of each file. */
  private final Map<String, Map<Integer, TreeMap<Long, Long>>> files = new HashMap<>();

  /** Those of {@code paths}; files that are of no archive hold no known record. */
  public ArchivedRecords(Iterable<String> paths) {
    for (String path : paths) {
      Matcher name = PartitionFiles.PUBLISHED.matcher(path.substring(path.lastIndexOf('/') + 1));
      if (name.matches()) {
        files
            .computeIfAbsent(name.group(1), topic -> new HashMap<>())
            .computeIfAbsent(Integer.parseInt(name.group(2)), partition -> new TreeMap<>())
            .put(Long.parseLong(name.group(3)), Long.parseLong(name.group(4)));
      }
    }
  }

  /** Whether no file is of an archive. */
  public boolean isEmpty() {
    return files.isEmpty();
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
