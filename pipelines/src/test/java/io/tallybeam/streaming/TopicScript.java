package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OracleCall;
import io.tallybeam.topic.TopicRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Lines in the partitions of a topic, read in blocks of odd sizes, and what must become of each:
 * the rules of lateness by plain means, which share no code with the stream.
 *
 * <p>Of the partitions one is never written, and one has a gap in the middle. One that is read to
 * its end follows the others some time.
 */
final class TopicScript {

  static final String TOPIC = "calls";

  private static final long WINDOW = 15 * 60 * 1000;

  private final Random random;
  private final long delay;
  private final long lateness;
  private final long from;
  private final List<Partition> partitions = new ArrayList<>();
  private final List<ReadBlock> blocks = new ArrayList<>();
  private final List<ArchivedLine> inTime = new ArrayList<>();
  private final List<Map<String, Object>> late = new ArrayList<>();
  private long latest = ReadBlock.NONE;
  private long readUpTo = ReadBlock.NONE;

  /** When a line is written to the topic. */
  private record Line(ArchivedLine line, long arrival) {}

  private static final class Partition {
    final List<Line> lines = new ArrayList<>();
    int next;
    long offset;
    long watermark = ReadBlock.NONE;

    boolean isRead() {
      return next == lines.size();
    }

    long nextArrival() {
      return isRead() ? Long.MAX_VALUE : lines.get(next).arrival();
    }
  }

  private TopicScript(Random random, long delay, long lateness, long from) {
    this.random = random;
    this.delay = delay;
    this.lateness = lateness;
    this.from = from;
  }

  /**
   * Deals lines to partitions, each up to {@code jitter} behind its own time, and reads them.
   *
   * @param from the first window that is computed, in milliseconds
   */
  static TopicScript of(
      List<ArchivedLine> lines, long seed, long delay, long lateness, long jitter, long from) {
    TopicScript script = new TopicScript(new Random(seed), delay, lateness, from);
    script.deal(lines, 4, jitter);
    while (script.partitions.stream().anyMatch(partition -> !partition.isRead())) {
      script.read();
    }
    return script;
  }

  private void deal(List<ArchivedLine> lines, int count, long jitter) {
    for (int i = 0; i < count; i++) {
      partitions.add(new Partition());
    }
    List<Long> times = lines.stream().filter(ArchivedLine::isCall).map(TopicScript::time).toList();
    for (ArchivedLine line : lines) {
      long time = times.get(random.nextInt(times.size()));
      if (!line.reason().equals("implausible_timestamp")) {
        time = OracleCall.timeOf(line.text()).map(Instant::toEpochMilli).orElse(time);
      }
      long arrival = time + (random.nextInt(9) == 0 ? jitter : random.nextLong(jitter + 1));
      boolean early = time % (24 * 3_600_000) < 12 * 3_600_000;
      int partition = random.nextInt(early ? count - 2 : count - 1);
      partitions.get(partition).lines.add(new Line(line, arrival));
    }
    partitions.forEach(partition -> partition.lines.sort(Comparator.comparing(Line::arrival)));
  }

  private static long time(ArchivedLine line) {
    return OracleCall.of(line.text()).time().toEpochMilli();
  }

  private void read() {
    int number = random.nextInt(partitions.size());
    Partition partition = partitions.get(number);
    if (!partition.isRead()) {
      block(number, partition);
    }
    for (Partition idle : partitions) {
      if (latest != ReadBlock.NONE && idle.nextArrival() > readUpTo && random.nextInt(6) == 0) {
        idle.watermark = Math.max(idle.watermark, latest - delay);
      }
    }
  }

  private void block(int number, Partition partition) {
    int size = List.of(1, 2, 5, 12, 30).get(random.nextInt(5));
    List<TopicRecord> records = new ArrayList<>();
    long before = partition.watermark;
    Span span = new Span();
    for (int i = 0; i < size && !partition.isRead(); i++) {
      records.add(record(number, partition, span));
    }
    long watermark =
        partitions.stream().mapToLong(one -> one.watermark).min().orElse(ReadBlock.NONE);
    long timestamp =
        span.rows.isEmpty() && span.earliest == Long.MAX_VALUE ? before : span.earliest;
    blocks.add(
        new ReadBlock(
            number,
            TopicRecord.block(TOPIC, number, records),
            Math.max(before, timestamp),
            partition.watermark,
            watermark,
            span.rows));
  }

  private static final class Span {
    long earliest = Long.MAX_VALUE;
    final Set<ReadBlock.RowKey> rows = new HashSet<>();
  }

  private TopicRecord record(int number, Partition partition, Span span) {
    long offset = partition.offset;
    partition.offset += 1 + random.nextInt(3);
    if (random.nextInt(30) == 0) {
      byte[] nothing = List.of(new byte[0], " \r\n".getBytes(UTF_8)).get(random.nextInt(2));
      return new TopicRecord(offset, 0, random.nextBoolean() ? null : nothing);
    }
    StringBuilder value = new StringBuilder(random.nextInt(9) == 0 ? "\ufeff" : "");
    long written = 0;
    for (int lines = random.nextInt(4) == 0 ? 3 : 1; lines > 0 && !partition.isRead(); lines--) {
      Line line = partition.lines.get(partition.next++);
      long position = value.toString().getBytes(UTF_8).length;
      value.append(line.line().text());
      value.append(
          lines > 1 || random.nextInt(5) == 0
              ? List.of("\n", "\r\n", "\n \n").get(random.nextInt(3))
              : "");
      written = line.arrival();
      readUpTo = Math.max(readUpTo, written);
      judge(line.line(), partition, number + "/" + offset, position, span);
    }
    long timestamp = random.nextInt(3) == 0 ? -1 : written;
    return new TopicRecord(offset, timestamp, value.toString().getBytes(UTF_8));
  }

  private void judge(
      ArchivedLine line, Partition partition, String record, long position, Span span) {
    if (!line.isCall()) {
      inTime.add(line);
      return;
    }
    OracleCall call = OracleCall.of(line.text());
    long time = call.time().toEpochMilli();
    long window = Math.floorDiv(time, WINDOW) * WINDOW;
    long close = window + WINDOW + lateness;
    if (window >= from && partition.watermark >= close) {
      late.add(
          ExpectedTables.lateRow(
              line, TOPIC + "/" + record, position, partition.watermark - close));
    } else {
      inTime.add(line);
      if (window >= from) {
        span.rows.add(
            new ReadBlock.RowKey(
                Instant.ofEpochMilli(window), call.tenant(), call.provider(), call.model()));
      }
    }
    span.earliest = Math.min(span.earliest, time);
    latest = Math.max(latest, time);
    partition.watermark = Math.max(partition.watermark, time - delay);
  }

  /** What is read, in order. */
  List<ReadBlock> blocks() {
    return blocks;
  }

  /** The lines that are not late. */
  List<ArchivedLine> inTime() {
    return inTime;
  }

  /** The rows of {@code late_events}. */
  List<Map<String, Object>> late() {
    return late;
  }

  int partitions() {
    return partitions.size();
  }
}
