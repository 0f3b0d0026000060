package io.tallybeam.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OperationsOracle;
import io.tallybeam.backfill.RandomEvents;
import io.tallybeam.backfill.TableRows;
import io.tallybeam.streaming.ExpectedTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One stream, from a seed: what is written, what happens meanwhile, and what must come of it. */
final class FaultRun {

  private static final int LINES = 700;
  private static final Duration PAUSE = Duration.ofMillis(25);

  /** When there are rows of this window, the first ones are closed. */
  private static final Instant LONG_AFTER = Instant.parse("2024-03-10T04:45:00Z");

  private final Servers servers;
  private final CatalogProxy proxy;
  private final long seed;
  private final String name;
  private final List<Fault> faults;
  private final Random random;
  private final boolean beyond;

  /** How many records of each partition were sent. */
  private final long[] sent = new long[WrittenTopic.PARTITIONS];

  private final String topic;
  private final Path archive;
  private final List<Long> recoveries = Collections.synchronizedList(new ArrayList<>());
  private volatile long killedAt;
  private volatile String written = "none";
  private volatile StreamJob job;
  private volatile boolean replayed;
  private int submitted;

  /**
   * A run.
   *
   * @param attempt of the seed: what it leaves behind is its own
   */
  FaultRun(
      Servers servers,
      CatalogProxy proxy,
      Path folder,
      long seed,
      int attempt,
      List<Fault> faults) {
    this.servers = servers;
    this.proxy = proxy;
    this.seed = seed;
    this.faults = List.copyOf(faults);
    this.random = new Random(seed);
    this.beyond = hasLateEvents(seed);
    this.name = seed + "_" + attempt;
    this.topic = "calls-" + name;
    this.archive = folder.resolve("archive-" + name);
  }

  /**
   * A broker that was killed took a record and its retry, idempotent or not, as it does once in
   * fifty seeds. The topic is then another one, and what comes of it compares with nothing.
   */
  static final class RecordTwice extends Exception {
    private static final long serialVersionUID = 1;
  }

  static boolean hasLateEvents(long seed) {
    return seed % 2 == 1;
  }

  Servers servers() {
    return servers;
  }

  CatalogProxy proxy() {
    return proxy;
  }

  StreamJob job() {
    return job;
  }

  /** A process of Flink is about to be killed. */
  void killed() {
    killedAt = System.currentTimeMillis();
  }

  /** Runs it; gives how long the stream took to go on after each kill, in milliseconds. */
  List<Long> run() throws Exception {
    try {
      return runAndCompare();
    } finally {
      // Of one that failed it would have slots that the next one needs.
      if (job != null && job.isRunning()) {
        job.cancel();
      }
    }
  }

  private List<Long> runAndCompare() throws Exception {
    List<ArchivedLine> lines = new RandomEvents(seed).lines(LINES);
    WrittenTopic script = new WrittenTopic(topic, lines, seed, beyond);
    createTopic();
    proxy.clear();
    submit("--parallelism=2");
    job.awaitCheckpoint(0);
    ExecutorService background = Executors.newSingleThreadExecutor();
    try {
      Future<?> struck = background.submit(this::strikeAll);
      write(script, struck);
    } finally {
      background.shutdownNow();
    }
    StreamedTables tables = new StreamedTables(servers.catalogAddress(), namespace());
    try {
      tables.await(lines.size());
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "; the job is " + job.state() + "; " + job.lastFailure(), e);
    }
    ReplayedArchive whole = new ReplayedArchive(archive, topic);
    whole.await(script);
    job.cancel();
    ExpectedTables expected =
        ExpectedTables.of(
            OperationsOracle.of(script.inTime(), true), script.late(), ZoneOffset.UTC);
    if (replayed) {
      expected.without("source").assertSame(withoutSource(tables.rows()));
    } else {
      expected.assertSame(tables.rows());
    }
    tables.assertOneRowEach();
    tables.assertEachCommitOnce();
    List<ArchivedLine> all = new ArrayList<>(lines);
    all.addAll(script.endLines());
    ExpectedTables.of(OperationsOracle.of(all, true), List.of(), ZoneOffset.UTC)
        .assertSame(whole.tables());
    return recoveries;
  }

  private void createTopic() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, WrittenTopic.PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private String namespace() {
    return "seed_" + name;
  }

  /** Submits the stream, as {@code runners/run flink streaming} does. */
  void submit(String... more) throws IOException, InterruptedException {
    String name = topic + "-" + submitted++;
    List<String> args =
        new ArrayList<>(
            List.of(
                "streaming",
                "--flinkMaster=" + servers.flinkAddress(),
                "--bootstrapServers=" + servers.bootstrapServers(),
                "--topic=" + topic,
                "--catalogProperties=type=rest,uri=" + proxy.address(),
                "--namespace=" + namespace(),
                "--source=archive",
                "--redact=false",
                "--shards=" + (1 + seed % 3),
                "--watermarkDelay=" + WrittenTopic.DELAY.toSeconds() + "s",
                "--allowedLateness=" + WrittenTopic.LATENESS.toMinutes() + "m",
                "--idleTimeout=" + (beyond ? "0s" : "2s"),
                "--earlyFirings=" + (seed % 4 < 2 ? "1s" : "0s"),
                "--correctionInterval=0.5s",
                "--commitInterval=0.3s",
                "--rollUpInterval=0s",
                "--archive=" + archive,
                "--archiveInterval=1s",
                "--checkpointingInterval=1000",
                "--jobName=" + name));
    args.addAll(List.of(more));
    Launched launched = Launched.of("flink", args);
    assertThat(launched.toString(), launched.exit(), is(0));
    job = StreamJob.find(servers.flinkAddress(), name);
  }

  /**
   * Replaces the first two windows while the stream goes on. The source of the backfill is another
   * one: the row of the ledger that is of no window is its own.
   */
  void backfillClosedWindows() throws IOException, InterruptedException {
    new StreamedTables(servers.catalogAddress(), namespace()).awaitWindow(LONG_AFTER);
    replayed = true;
    new ReplayedArchive(archive, topic)
        .backfill(
            "--catalogProperties=type=rest,uri=" + servers.catalogAddress(),
            "--namespace=" + namespace(),
            "--source=" + StreamedTables.REPLAYED,
            "--from=2024-03-09T18:00:00Z",
            "--to=2024-03-09T18:30:00Z");
  }

  private static Map<String, List<Map<String, Object>>> withoutSource(
      Map<String, List<Map<String, Object>>> tables) {
    Map<String, List<Map<String, Object>>> fewer = new TreeMap<>();
    tables.forEach((name, rows) -> fewer.put(name, TableRows.without(rows, "source")));
    return fewer;
  }

  private void strikeAll() {
    try {
      for (Fault fault : faults) {
        Thread.sleep(1_000 + random.nextInt(3_000));
        killedAt = 0;
        fault.strike(this, random);
        long since = killedAt > 0 ? killedAt : System.currentTimeMillis();
        long goesOn = job.awaitCheckpoint(since);
        if (killedAt > 0) {
          recoveries.add(goesOn - killedAt);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until so many answers to commits were lost. */
  void awaitLost(int count) throws InterruptedException {
    for (int tenth = 0; tenth < 600; tenth++) {
      if (proxy.lost() >= count) {
        proxy.clear();
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "only "
            + proxy.lost()
            + " commits in a minute; of the records "
            + written
            + " were written");
  }

  /** Writes all records, ever more slowly while faults are to come: each strikes a live stream. */
  private void write(WrittenTopic script, Future<?> struck) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", servers.bootstrapServers());
    properties.put("enable.idempotence", "true");
    properties.put("reconnect.backoff.max.ms", "500");
    List<WrittenTopic.Written> records = script.records();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records.size(); i++) {
        written = i + " of " + records.size();
        send(producer, records.get(i));
        int pauses = 2 * records.size() / (records.size() - i);
        do {
          Thread.sleep(PAUSE.toMillis());
        } while (--pauses > 0 && !struck.isDone());
      }
      struck.get();
      for (WrittenTopic.Written end : script.ends()) {
        send(producer, end);
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, WrittenTopic.Written record)
      throws Exception {
    long offset =
        producer
            .send(
                new ProducerRecord<>(
                    topic, record.partition(), record.timestamp(), null, record.value()))
            .get()
            .offset();
    long expected = sent[record.partition()]++;
    if (offset > expected) {
      throw new RecordTwice();
    }
    assertThat("the broker keeps what it took", offset, is(expected));
  }
}
