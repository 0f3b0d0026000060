package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.google.api.services.dataflow.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs that Dataflow would get. */
final class JobGraphTest {

  private static final Path GOLDENS = Path.of("src", "test", "resources");
  private static final String SECRET = "secret:projects/p/secrets/catalog/versions/1";

  private static final String[] STREAM = {
    "--bootstrapServers=kafka.internal:9092",
    "--catalogProperties=type=rest,uri=https://catalog.internal,token=" + SECRET,
    "--archive=gs://bucket/archive",
    "--zone=Asia/Kolkata"
  };

  @TempDir static Path folder;
  private static FakeStorage storage;
  private static OfflineJob backfill;
  private static OfflineJob stream;

  @BeforeAll
  static void makeJobs() throws IOException {
    storage = FakeStorage.start();
    storage.put(
        "archive/a.ndjson", "{\"tenant_id\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n");
    backfill =
        OfflineJob.ofBackfill(
            folder,
            "tallybeam-backfill",
            "--gcsEndpoint=" + storage.address() + "/storage/v1/",
            "--input=gs://bucket/archive/*",
            "--zone=Asia/Kolkata",
            OfflineJob.CATALOG);
    stream = OfflineJob.ofStream(folder, "tallybeam-streaming", STREAM);
  }

  @AfterAll
  static void stop() {
    storage.close();
  }

  @Test
  void theKindOfJobIsTold() {
    assertThat(backfill.job().getType(), is("JOB_TYPE_BATCH"));
    assertThat(stream.job().getType(), is("JOB_TYPE_STREAMING"));
    assertThat(stream.job().getName(), is("tallybeam-streaming"));
    assertThat(stream.job().getEnvironment().getExperiments(), hasItem("enable_streaming_engine"));
  }

  /** The option {@code --zone} is ours; Dataflow would start workers in a zone of that name. */
  @Test
  void ourZoneIsNoZoneOfComputeEngine() {
    for (OfflineJob job : List.of(backfill, stream)) {
      assertThat(job.job().getEnvironment().getWorkerZone() == null, is(true));
      assertThat(job.text(), not(containsString("\"zone\":\"Asia/Kolkata\"")));
    }
  }

  @Test
  void stepsAreCalledByReadableNames() {
    for (OfflineJob job : List.of(backfill, stream)) {
      List<String> names = names(job);
      assertThat(names, everyItem(matchesRegex("[A-Za-z]\\w*(/[\\w.() ]+)*")));
      assertThat(names, everyItem(not(containsString("Anonymous"))));
      assertThat(Set.copyOf(names).size(), is(names.size()));
    }
  }

  /** What is repeated after a failure is the same: commits and published files. */
  @Test
  void commitsTakeTheirInputFromAShuffle() {
    GraphView graph = new GraphView(stream.graph());

    assertThat(
        stable(graph),
        is(
            Set.of(
                "ArchiveRecords/PublishFiles/Step/ParMultiDo(PublishFiles)",
                "CommitStream/Commit/Step/ParMultiDo(Commit)")));
    stable(graph).forEach(step -> assertThat(step, graph.isBehindShuffle(step), is(true)));
    GraphView batch = new GraphView(backfill.graph());
    assertThat(batch.isBehindShuffle("CommitWindows/Commit/ParMultiDo(Commit)"), is(true));
    assertThat(stable(batch), is(Set.of()));
  }

  /** Without what this runner adds the same question has another answer. */
  @Test
  void withoutThisRunnerTheyWouldNot() throws IOException {
    GraphView graph = new GraphView(OfflineJob.untouchedStream(folder, "untouched", STREAM));

    assertThat(stable(graph), hasItem("CommitStream/Commit/ParMultiDo(Commit)"));
    stable(graph).forEach(step -> assertThat(step, graph.isBehindShuffle(step), is(false)));
  }

  private static Set<String> stable(GraphView graph) {
    return graph.parDos().entrySet().stream()
        .filter(parDo -> parDo.getValue().getRequiresStableInput())
        .map(parDo -> parDo.getKey())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void keysAreWrittenTheSameEveryTime() throws Coder.NonDeterministicException {
    for (OfflineJob job : List.of(backfill, stream)) {
      var keys = new GraphView(job.graph()).keyCoders();
      assertThat(keys.isEmpty(), is(false));
      for (Coder<?> coder : keys.values()) {
        coder.verifyDeterministic();
      }
    }
    assertThat(
        new GraphView(stream.graph()).keyCoders().keySet(),
        hasItem("HoldWindows/Hold/ParMultiDo(Hold)"));
  }

  /**
   * Secrets travel as references: what they stand for is in no option, no display data, no step.
   */
  @Test
  void theJobHoldsReferencesOnly() throws IOException {
    assertThat(stream.text(), containsString(SECRET));

    String canary = UUID.randomUUID().toString();
    Path secret = Files.writeString(folder.resolve("secret"), canary);
    Path client =
        Files.writeString(folder.resolve("client"), "ssl.keystore.password=file:" + secret);
    OfflineJob job =
        OfflineJob.ofStream(
            folder,
            "canary",
            "--sdkContainerImage=an/image:of-ours",
            "--bootstrapServers=kafka.internal:9092",
            "--clientProperties=" + client,
            "--catalogProperties=type=rest,uri=https://catalog.internal,token=file:" + secret);
    assertThat(job.text(), containsString(secret.toString()));
    assertThat(job.text(), containsString("display_data"));
    assertThat(job.text(), not(containsString(canary)));
    assertThat(job.graph().toByteString().toStringUtf8(), not(containsString(canary)));
  }

  /** A difference here breaks {@code --update} of running streams. */
  @Test
  void theStreamIsAsItWas() throws IOException {
    Golden.check(GOLDENS.resolve("streaming-job.txt"), text(stream));
  }

  @Test
  void theBackfillIsAsItWas() throws IOException {
    Golden.check(GOLDENS.resolve("backfill-job.txt"), text(backfill));
  }

  private static String text(OfflineJob job) {
    return job.job().getSteps().stream()
            .map(step -> name(step) + ": " + step.getKind())
            .collect(Collectors.joining("\n", "Steps\n\n", "\n"))
        + new GraphView(job.graph())
            .encodings().stream().collect(Collectors.joining("\n", "\nEncodings\n\n", "\n"));
  }

  private static List<String> names(OfflineJob job) {
    return job.job().getSteps().stream().map(JobGraphTest::name).toList();
  }

  private static String name(Step step) {
    return (String) ((Map<?, ?>) step.getProperties().get("user_name")).get("value");
  }

  @Test
  void aTemplateIsWrittenAndNotWaitedFor() throws IOException {
    OfflineJob.Outcome outcome =
        OfflineJob.run(
            OfflineJob.line(
                folder,
                "backfill",
                "written",
                "--gcsEndpoint=" + storage.address() + "/storage/v1/",
                "--input=gs://bucket/archive/*",
                OfflineJob.CATALOG));
    assertThat(outcome.err(), is(""));
    assertThat(outcome.exit(), is(0));
    assertThat(outcome.out(), startsWith("Wrote the job written to " + folder));
    assertThat(Files.exists(folder.resolve("written.json")), is(true));
  }
}
