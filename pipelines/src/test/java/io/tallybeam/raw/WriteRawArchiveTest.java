package io.tallybeam.raw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.Counters;
import io.tallybeam.raw.ArchivedFolder.Published;
import io.tallybeam.topic.Records;
import io.tallybeam.topic.TopicBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends up in a raw archive, on the Direct runner. */
final class WriteRawArchiveTest {

  private static final long TIME = Instant.parse("2026-03-02T23:59:59.999Z").toEpochMilli();
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final long MUCH = 1 << 30;

  @TempDir Path folder;

  @Test
  void fillsFilesOfEachPartition() throws IOException {
    TestStream.Builder<byte[]> stream = stream();
    for (int offset = 0; offset < 60; offset += 10) {
      stream = stream.addElements(calls("t", 0, offset, offset + 10));
      stream = stream.addElements(calls("t", 1, offset + 1000, offset + 1010));
    }
    // 10 calls are 120 bytes or so: two blocks fill a file.
    run(stream.advanceWatermarkToInfinity(), 200);

    assertThat(ranges("t", 0), is(List.of("0-19", "20-39", "40-59")));
    assertThat(ranges("t", 1), is(List.of("1000-1019", "1020-1039", "1040-1059")));
    assertThat(archive().lines("t", 0), is(lines(0, 60)));
    assertThat(archive().lines("t", 1), is(lines(1000, 1060)));
    assertThat(archive().unpublished(), is(empty()));
  }

  /** Its offsets would pass for archived ones, and be left out of the archive. */
  @Test
  void refusesAnArchiveOfATopicThatWasMadeAnew() throws IOException {
    run(stream().addElements(calls("t", 1, 0, 20)).advanceWatermarkToInfinity(), 200);
    WriteRawArchive archive = WriteRawArchive.to(folder.resolve("archive").toString());

    Map<Integer, ArchivedStretch> archived = archive.archived("t");
    assertThat(archived, is(Map.of(1, new ArchivedStretch(0, 19))));
    assertThat(archive.archived("other"), is(Map.of()));
    WriteRawArchive.requireSameTopic("a", archived, Map.of(0, 0L, 1, 20L));
    UserError anew =
        assertThrows(
            UserError.class,
            () -> WriteRawArchive.requireSameTopic("a", archived, Map.of(0, 0L, 1, 19L)));
    assertThat(anew.getMessage(), containsString("--archive=a: has partition 1 up to offset 19"));
  }

  @Test
  void writesWhatHasWaitedLongEnough() throws IOException {
    org.joda.time.Duration most = org.joda.time.Duration.millis(INTERVAL.toMillis() - 1_000);
    org.joda.time.Duration rest = org.joda.time.Duration.standardSeconds(2);
    run(
        stream()
            .addElements(calls("t", 0, 0, 10))
            .advanceProcessingTime(most)
            .addElements(calls("t", 0, 10, 20))
            .advanceProcessingTime(rest)
            .addElements(calls("t", 0, 20, 30))
            .advanceProcessingTime(most)
            .addElements(calls("t", 0, 30, 40))
            .advanceWatermarkToInfinity(),
        MUCH);

    assertThat(ranges("t", 0), is(List.of("0-19", "20-39")));
    assertThat(archive().lines("t", 0), is(lines(0, 40)));
  }

  @Test
  void aFilledFileStartsTheWaitAnew() throws IOException {
    org.joda.time.Duration half = org.joda.time.Duration.millis(INTERVAL.toMillis() / 2 + 1_000);
    run(
        stream()
            .addElements(calls("t", 0, 0, 1))
            .advanceProcessingTime(half)
            .addElements(calls("t", 0, 1, 40))
            .addElements(calls("t", 0, 40, 41))
            // The wait of the first would be over now.
            .advanceProcessingTime(half)
            .addElements(calls("t", 0, 41, 42))
            .advanceWatermarkToInfinity(),
        200);

    assertThat(ranges("t", 0), is(List.of("0-39", "40-41")));
  }

  @Test
  void aJobWithoutStateGoesOnBehindWhatIsArchived() throws IOException {
    run(
        stream()
            .addElements(calls("t", 0, 0, 50))
            .addElements(calls("t", 1, 0, 10))
            .advanceWatermarkToInfinity(),
        MUCH);
    run(
        stream()
            // Read again from the start, and cut at other places.
            .addElements(calls("t", 0, 0, 40))
            .addElements(calls("t", 0, 40, 60))
            .addElements(calls("t", 0, 60, 70))
            .addElements(calls("t", 1, 0, 10))
            .addElements(calls("t", 2, 0, 5))
            .advanceWatermarkToInfinity(),
        MUCH);

    assertThat(ranges("t", 0), is(List.of("0-49", "50-69")));
    assertThat(ranges("t", 1), is(List.of("0-9")));
    assertThat(ranges("t", 2), is(List.of("0-4")));
    assertThat(archive().lines("t", 0), is(lines(0, 70)));
  }

  /** Else a reader of the names would miss what was never there. */
  @Test
  void whatHasNoRecordsBetweenTwoFilesBelongsToTheSecond() throws IOException {
    run(
        stream()
            .addElements(calls("t", 0, 5, 25))
            // Behind a marker of a transaction.
            .addElements(calls("t", 0, 26, 46))
            .advanceWatermarkToInfinity(),
        200);
    assertThat(ranges("t", 0), is(List.of("5-24", "25-45")));
    // A job that begins later has skipped what lies before.
    run(stream().addElements(calls("t", 0, 60, 80)).advanceWatermarkToInfinity(), 200);
    assertThat(ranges("t", 0), is(List.of("5-24", "25-45", "60-79")));
  }

  @Test
  void topicsThatAreNamedLikeFilesOfEachOtherAreKeptApart() throws IOException {
    run(stream().addElements(calls("t-0", 7, 0, 50)).advanceWatermarkToInfinity(), MUCH);
    run(
        stream()
            .addElements(calls("t", 0, 0, 10))
            .addElements(calls("t-0", 7, 0, 60))
            .addElements(calls(".tmp", 0, 0, 3))
            .advanceWatermarkToInfinity(),
        MUCH);

    assertThat(ranges("t", 0), is(List.of("0-9")));
    assertThat(ranges("t-0", 7), is(List.of("0-49", "50-59")));
    assertThat(Files.exists(folder.resolve("archive/.tmp/date=2026-03-02")), is(true));
  }

  @Test
  void theFolderIsTheDayOfTheFirstRecord() throws IOException {
    byte[] none = "{}".getBytes(ISO_8859_1);
    run(
        stream()
            .addElements(
                new Records("t", 0).add(5, TIME, none).add(6, TIME + 1, none).block(),
                new Records("t", 1).add(5, TIME + 1, none).block(),
                new Records("t", 2).add(5, TopicBlock.NO_TIMESTAMP, none).block(),
                new Records("t", 3).add(5, Long.MAX_VALUE - 1, none).block())
            .advanceWatermarkToInfinity(),
        MUCH);

    String name = "-00000000000000000005-0000000000000000000";
    assertThat(
        archive().published().stream().map(Published::path).toList(),
        is(
            List.of(
                "t/date=2026-03-02/t-0" + name + "6.ndjson.zst",
                "t/date=2026-03-03/t-1" + name + "5.ndjson.zst",
                "t/date=unknown/t-2" + name + "5.ndjson.zst",
                "t/date=unknown/t-3" + name + "5.ndjson.zst")));
  }

  @Test
  void recordsWithoutAValueMakeNoFile() throws IOException {
    run(
        stream()
            .addElements(new Records("t", 0).add(1, TIME, null).add(2, TIME, new byte[0]).block())
            .advanceWatermarkToInfinity(),
        1);

    assertThat(archive().published(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3_000, 300_000, MUCH})
  void everyValueIsThereOnceAsItCame(long fileBytes) throws IOException {
    Random random = new Random(fileBytes);
    Map<Integer, StringBuilder> bytes = new TreeMap<>();
    Map<Integer, Records> records = new TreeMap<>();
    Map<Integer, Long> offsets = new TreeMap<>();
    for (int i = 0; i < 4000; i++) {
      int partition = random.nextInt(3);
      Records of = records.computeIfAbsent(partition, p -> new Records("t", p));
      // Transactions and compaction leave gaps.
      long offset = offsets.merge(partition, 1L + random.nextInt(3), Long::sum);
      byte[] value = value(random);
      of.add(offset, TIME + i, value);
      if (value != null) {
        expect(bytes.computeIfAbsent(partition, p -> new StringBuilder()), value);
      }
      if (random.nextInt(fileBytes < 300_000 ? 100 : 700) == 0) {
        of.cut();
      }
    }
    TestStream.Builder<byte[]> stream = stream();
    for (Records of : records.values()) {
      for (byte[] block : of.blocks()) {
        stream = stream.addElements(block);
      }
    }
    Map<String, Long> counters = run(stream.advanceWatermarkToInfinity(), fileBytes);

    assertThat(counters.get("archived_files"), is((long) archive().published().size()));
    long archived = bytes.values().stream().mapToLong(StringBuilder::length).sum();
    assertThat(counters.get("archived_bytes"), is(archived));
    for (int partition : bytes.keySet()) {
      String expected = bytes.get(partition).toString();
      assertThat(archive().bytes("t", partition).equals(expected), is(true));
      List<String> lines = expected.lines().filter(line -> !line.matches("[ \t]*")).toList();
      assertThat(archive().lines("t", partition).equals(lines), is(true));
    }
    if (fileBytes < 300_000) {
      assertThat(archive().published().size(), is(greaterThan(10)));
    } else if (fileBytes == MUCH) {
      assertThat(archive().published(), hasSize(3));
    }
  }

  @Test
  void whatFailedAttemptsLeftIsRemovedOnceItIsArchived() throws IOException {
    Path left = Files.createDirectories(folder.resolve("archive/.tmp"));
    String passed = unpublished("t", 0, 0, 9);
    String ahead = unpublished("t", 0, 5, 10);
    String other = unpublished("t", 1, 0, 9);
    for (String name : List.of(passed, ahead, other, "notes.txt")) {
      Files.writeString(left.resolve(name), "whatever");
    }
    run(stream().addElements(calls("t", 0, 0, 10)).advanceWatermarkToInfinity(), MUCH);

    assertThat(
        archive().unpublished(), is(List.of(".tmp/notes.txt", ".tmp/" + ahead, ".tmp/" + other)));
  }

  @Test
  void publishingAgainChangesNothing() throws IOException {
    PartitionFiles files = new PartitionFiles(folder + "/", "t", 0);
    String from = files.unpublished(3, 4);
    String to = files.published(3, 4, TIME);
    Files.createDirectories(folder.resolve(".tmp"));
    Files.writeString(Path.of(from), "whole");
    files.publish(from, to);
    files.publish(from, to);
    // As a file system leaves it that renames by copying, when it is interrupted.
    Files.writeString(Path.of(from), "again");
    files.publish(from, to);

    assertThat(Files.readString(Path.of(to)), is("whole"));
    assertThat(Files.exists(Path.of(from)), is(false));
    assertThat(
        PartitionFiles.stretches(folder + "/", "t"), is(Map.of(0, new ArchivedStretch(3, 4))));
  }

  /** The name is of a savepoint, and the stream, that failed behind it, published others. */
  @Test
  void aFileWhoseRecordsAreInOthersIsNotMissed() throws IOException {
    PartitionFiles files = new PartitionFiles(folder + "/", "t", 0);
    String from = files.unpublished(3, 14);
    String to = files.published(3, 14, TIME);
    publish(files, 0, 9);
    assertThrows(IOException.class, () -> files.publish(from, to));
    publish(files, 11, 20);
    assertThrows(IOException.class, () -> files.publish(from, to));
    publish(files, 10, 10);

    files.publish(from, to);
    assertThat(Files.exists(Path.of(to)), is(false));
  }

  private static void publish(PartitionFiles files, long first, long last) throws IOException {
    Path file = Path.of(files.published(first, last, TIME));
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  void aFileThatIsGoneIsAnErrorAndNoLoss() {
    PartitionFiles files = new PartitionFiles(folder + "/", "t", 0);
    String from = files.unpublished(3, 4);
    String to = files.published(3, 4, TIME);

    String message = assertThrows(IOException.class, () -> files.publish(from, to)).getMessage();
    assertThat(message.startsWith(from + " is gone before it became " + to), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--archive=nowhere://bucket/raw",
        "--archive=~/raw",
        "--archive=raw[1]",
        "--archive=raw/*",
        "--archiveMegabytes=0",
        "--archiveMegabytes=5000",
        "--archiveInterval=0s",
        "--archiveInterval=soon"
      })
  void namesTheOptionThatIsWrong(String mistake) {
    RawArchiveOptions options =
        PipelineOptionsFactory.fromArgs(mistake).as(RawArchiveOptions.class);

    String message = assertThrows(UserError.class, () -> WriteRawArchive.of(options)).getMessage();
    assertThat(
        message.startsWith(mistake + ": expected") || message.matches(".*(choose|shell).*"),
        is(true));
  }

  @Test
  void archivesNothingUnlessAsked() {
    RawArchiveOptions options = PipelineOptionsFactory.create().as(RawArchiveOptions.class);

    assertThat(WriteRawArchive.of(options).isPresent(), is(false));
  }

  private static byte[] value(Random random) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return random.nextBoolean() ? null : new byte[0];
    }
    StringBuilder value = new StringBuilder(kind == 1 ? "\u00ef\u00bb\u00bf" : "");
    int lines = kind < 4 ? 1 + random.nextInt(3) : 1;
    for (int i = 0; i < lines; i++) {
      value.append(i == 0 ? "" : "\n");
      int length = random.nextInt(300);
      for (int j = 0; j < length; j++) {
        // Any bytes but line ends: it need not be JSON, nor text.
        int next = random.nextInt(256);
        value.append((char) (next == '\n' || next == '\r' || next == 0x85 ? 'x' : next));
      }
    }
    return value.append(kind == 2 ? "\n" : "").toString().getBytes(ISO_8859_1);
  }

  private static void expect(StringBuilder bytes, byte[] value) {
    String text = new String(value, ISO_8859_1);
    // As of a schema registry.
    String plain = text.matches("(?s)\0.{4}\\{.*") ? text.substring(5) : text;
    String line = plain.startsWith("\u00ef\u00bb\u00bf") ? plain.substring(3) : plain;
    bytes.append(line).append(line.isEmpty() ? "" : "\n");
  }

  private String unpublished(String topic, int partition, long first, long last) {
    String path = new PartitionFiles("", topic, partition).unpublished(first, last);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static TestStream.Builder<byte[]> stream() {
    return TestStream.create(ByteArrayCoder.of());
  }

  private static byte[] calls(String topic, int partition, long from, long to) {
    Records records = new Records(topic, partition);
    for (long offset = from; offset < to; offset++) {
      records.add(offset, TIME, call(offset).getBytes(ISO_8859_1));
    }
    return records.block();
  }

  private static String call(long offset) {
    return "{\"n\":" + (100_000 + offset) + "}";
  }

  private static List<String> lines(long from, long to) {
    List<String> lines = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      lines.add(call(offset));
    }
    return lines;
  }

  private List<String> ranges(String topic, int partition) throws IOException {
    return archive().published(topic, partition).stream()
        .map(file -> file.first() + "-" + file.last())
        .toList();
  }

  private ArchivedFolder archive() {
    return new ArchivedFolder(folder.resolve("archive"));
  }

  /** Runs to the end; gives the sums of the counters. */
  private Map<String, Long> run(TestStream<byte[]> stream, long fileBytes) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                .create());
    pipeline
        .apply("Read", stream)
        .apply(
            "Archive",
            WriteRawArchive.to(folder.resolve("archive").toString())
                .withFileBytes(fileBytes)
                .withInterval(INTERVAL));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return Counters.of(result);
  }
}
