package io.tallybeam.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OracleCall;
import io.tallybeam.streaming.ExpectedTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lines as records of a topic, in the order in which they are written, and which of them are late:
 * the rule of lateness by plain means, as {@code TopicScript} has it for a source without a broker.
 */
final class WrittenTopic {

  static final int PARTITIONS = 4;

  /** How far the watermark stays behind. */
  static final Duration DELAY = Duration.ofMinutes(2);

  /** How long windows are corrected. */
  static final Duration LATENESS = Duration.ofMinutes(20);

  /** When the calls behind all others are: their window stays open. */
  static final Instant END = Instant.parse("2024-03-13T00:00:00Z");

  private static final long WINDOW = 15 * 60 * 1000;
  private static final long NONE = Long.MIN_VALUE;

  /** A record, and how many lines it has. */
  @SuppressWarnings("ArrayRecordComponent")
  record Written(int partition, long timestamp, byte[] value, int lines) {}

  private record Arrival(ArchivedLine line, long millis) {}

  private final String topic;
  private final boolean beyond;
  private final Random random;
  private final List<Written> records = new ArrayList<>();
  private final List<ArchivedLine> inTime = new ArrayList<>();
  private final List<Map<String, Object>> late = new ArrayList<>();
  private final long[] watermarks = new long[PARTITIONS];
  private final long[] offsets = new long[PARTITIONS];

  /**
   * Deals lines to partitions, each up to some time behind its own.
   *
   * @param beyond whether that may be longer than the lateness: then every partition is written to,
   *     and no one may follow the others; else the last one has nothing
   */
  WrittenTopic(String topic, List<ArchivedLine> lines, long seed, boolean beyond) {
    this.topic = topic;
    this.beyond = beyond;
    this.random = new Random(seed);
    Arrays.fill(watermarks, NONE);
    List<Arrival> arrivals = arrivals(lines);
    for (int next = 0; next < arrivals.size(); ) {
      int count = Math.min(random.nextInt(5) == 0 ? 3 : 1, arrivals.size() - next);
      record(arrivals.subList(next, next + count));
      next += count;
    }
  }

  private List<Arrival> arrivals(List<ArchivedLine> lines) {
    long most = DELAY.plus(LATENESS).toMillis() * (beyond ? 3 : 1);
    List<Long> times =
        lines.stream()
            .filter(ArchivedLine::isCall)
            .map(line -> OracleCall.of(line.text()).time().toEpochMilli())
            .toList();
    List<Arrival> arrivals = new ArrayList<>();
    for (ArchivedLine line : lines) {
      long time = times.get(random.nextInt(times.size()));
      if (!line.reason().equals("implausible_timestamp")) {
        time = OracleCall.timeOf(line.text()).map(Instant::toEpochMilli).orElse(time);
      }
      arrivals.add(new Arrival(line, time + random.nextLong(most + 1)));
    }
    arrivals.sort(Comparator.comparing(Arrival::millis));
    return arrivals;
  }

  /** The lines of a record come when the last of them does. */
  private void record(List<Arrival> lines) {
    int partition = random.nextInt(beyond ? PARTITIONS : PARTITIONS - 1);
    String origin = topic + "/" + partition + "/" + offsets[partition]++;
    StringBuilder value = new StringBuilder();
    long arrival = lines.get(lines.size() - 1).millis();
    for (Arrival line : lines) {
      int position = value.toString().getBytes(UTF_8).length;
      judge(line.line(), partition, origin, position);
      value.append(line.line().text()).append(random.nextBoolean() ? "\r\n" : "\n");
    }
    records.add(new Written(partition, arrival, value.toString().getBytes(UTF_8), lines.size()));
  }

  private void judge(ArchivedLine line, int partition, String origin, long position) {
    if (!line.isCall()) {
      inTime.add(line);
      return;
    }
    long time = OracleCall.of(line.text()).time().toEpochMilli();
    long close = Math.floorDiv(time, WINDOW) * WINDOW + WINDOW + LATENESS.toMillis();
    if (beyond && watermarks[partition] >= close) {
      late.add(ExpectedTables.lateRow(line, origin, position, watermarks[partition] - close));
    } else {
      inTime.add(line);
    }
    watermarks[partition] = Math.max(watermarks[partition], time - DELAY.toMillis());
  }

  /** All of them, in the order in which they are written, each before the next. */
  List<Written> records() {
    return records;
  }

  /** A call behind all others in each partition that is written to: all windows before close. */
  List<Written> ends() {
    List<Written> ends = new ArrayList<>();
    for (int partition = 0; partition < (beyond ? PARTITIONS : PARTITIONS - 1); partition++) {
      byte[] value = endLine(partition).getBytes(UTF_8);
      ends.add(new Written(partition, END.toEpochMilli(), value, 1));
    }
    return ends;
  }

  /** The lines of the ends. */
  List<ArchivedLine> endLines() {
    return ends().stream().map(end -> ArchivedLine.call(endLine(end.partition()))).toList();
  }

  private static String endLine(int partition) {
    return "{\"tenant_id\":\"end-" + partition + "\",\"timestamp\":\"" + END + "\"}";
  }

  /** How many records a partition has in the end. */
  long recordsOf(int partition) {
    long ends = ends().stream().filter(end -> end.partition() == partition).count();
    return offsets[partition] + ends;
  }

  /** The lines that are not late. */
  List<ArchivedLine> inTime() {
    return inTime;
  }

  /** The rows of {@code late_events}. */
  List<Map<String, Object>> late() {
    return late;
  }
}
