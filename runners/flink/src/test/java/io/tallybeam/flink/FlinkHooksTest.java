package io.tallybeam.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.EventOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobSubmissionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of Flink that are the user's to mend, by one line that names the option. */
class FlinkHooksTest {

  private static Optional<String> shortage(String message) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setParallelism(24);
    Exception error = new IllegalStateException("the job failed", new IOException(message));
    return new FlinkHooks().shortage(options, error);
  }

  @Test
  void tooManyWorkersForItsMemoryAreNamed() {
    String buffer =
        shortage("The record exceeds the maximum size of a sort buffer (current maximum: 9 bytes).")
            .orElseThrow();
    assertThat(buffer, startsWith("--parallelism=24: Flink has too little managed memory"));

    String network =
        shortage("Insufficient number of network buffers: required 16, but only 3 available.")
            .orElseThrow();
    assertThat(network, startsWith("--parallelism=24: Flink has too little network memory"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cannot find checkpoint or savepoint file/directory '/s' on file | the cluster finds no",
        "Cannot find meta data file '_metadata' in directory '/s'. | the cluster finds no",
        "Cannot access file system for checkpoint/savepoint path 's3://b/s' | cannot read from that",
        "Cannot map checkpoint/savepoint state for operator 1a to | give the --archive",
      })
  void aSavepointThatCannotBeTakenIsNamed(String message, String told) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setSavepointPath("/s");
    Exception error = new IllegalStateException("not submitted", new IOException(message));
    String mistake = new FlinkHooks().mistake(options, error).orElseThrow();
    assertThat(mistake, allOf(startsWith("--savepointPath=/s: "), containsString(told)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--savepointPath=/s | --savepointPath=/s: only a cluster named by --flinkMaster takes it;"
            + " with flink run give -s /s",
        "--savepointPath=/s --flinkMaster=[local] | --savepointPath=/s: only a cluster",
        "--savepointPath= --flinkMaster=localhost:8081 | --savepointPath=: is empty",
      })
  void aSavepointThatBeamWouldDropIsRefused(String line, String told) {
    EventOptions options = options(line);
    UserError e = assertThrows(UserError.class, () -> new FlinkHooks().check(options));
    assertThat(e.getMessage(), startsWith(told));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -2, 40_000})
  void aParallelismThatFlinkWouldNotTakeIsRefused(int parallelism) {
    EventOptions options = options("--parallelism=" + parallelism);
    UserError e = assertThrows(UserError.class, () -> new FlinkHooks().check(options));
    assertThat(
        e.getMessage(), is("--parallelism=" + parallelism + ": expected a number from 1 to 32768"));
  }

  /** That of the cluster. */
  @Test
  void noParallelismIsTaken() {
    new FlinkHooks().check(options("--parallelism=-1"));
  }

  /** Readers without a partition would hold the watermark for ever. */
  @Test
  void aStreamHasNoMoreWorkersThanPartitionsWhateverFlinkHas() {
    for (int[] asked : new int[][] {{-1, 4}, {2, 2}, {4, 4}, {9, 4}}) {
      EventOptions options = options("--parallelism=" + asked[0]);
      assertThat(new FlinkHooks().limitParallelism(options, 4), is(asked[0]));
      assertThat(options.as(FlinkPipelineOptions.class).getParallelism(), is(asked[1]));
    }
  }

  @Test
  void anEmptyMasterIsRefused() {
    EventOptions options = options("--flinkMaster=");
    UserError e = assertThrows(UserError.class, () -> new FlinkHooks().check(options));
    assertThat(e.getMessage(), startsWith("--flinkMaster=: is empty"));
  }

  /** The JobManager was started in another folder. */
  @Test
  void aSavepointHasAnAbsolutePath() {
    String here = Path.of("").toAbsolutePath().toString();
    for (String[] path :
        new String[][] {
          {"a/savepoint-1", here + "/a/savepoint-1"}, {"/s", "/s"}, {"s3://b/s", "s3://b/s"}
        }) {
      EventOptions options = options("--savepointPath=" + path[0] + " --flinkMaster=localhost:1");
      new FlinkHooks().check(options);
      assertThat(options.as(FlinkPipelineOptions.class).getSavepointPath(), is(path[1]));
    }
  }

  @Test
  void otherOptionsThatFlinkDoesNotTakeAreTheUsersToMend() {
    EventOptions options = options("--checkpointingInterval=0");
    Exception refused = new IllegalArgumentException("The checkpoint interval must be positive");
    assertThat(
        new FlinkHooks().mistake(options, refused),
        is(
            Optional.of(
                "Flink does not take the options: The checkpoint interval must be positive")));
    assertThat(
        "a step's",
        new FlinkHooks().mistake(options, new IllegalStateException("failed", refused)),
        is(Optional.empty()));
  }

  @Test
  void aClusterTakesASavepoint() {
    EventOptions options = options("--savepointPath=/s --flinkMaster=localhost:8081");
    new FlinkHooks().check(options);
    assertThat(new FlinkHooks().resumedBy(options), is(Optional.of("--savepointPath")));
    assertThat(
        new FlinkHooks().resumedBy(options("--flinkMaster=localhost:8081")), is(Optional.empty()));
  }

  /** Beam's own default is another one: FlinkMain gives what is wanted. */
  @Test
  void bundlesThatOutlastACheckpointAreRefused() {
    assertThat(
        FlinkMain.defaults(Optional.empty(), "streaming"),
        hasItem("--finishBundleBeforeCheckpointing=true"));
    EventOptions options = options("--parallelism=1");
    options.as(FlinkPipelineOptions.class).setFinishBundleBeforeCheckpointing(false);
    UserError e = assertThrows(UserError.class, () -> new FlinkHooks().check(options));
    assertThat(e.getMessage(), startsWith("--finishBundleBeforeCheckpointing=false: "));
  }

  private static EventOptions options(String line) {
    EventOptions options =
        PipelineOptionsFactory.fromArgs(line.split(" ", -1)).as(EventOptions.class);
    options.as(FlinkPipelineOptions.class).setFinishBundleBeforeCheckpointing(true);
    return options;
  }

  /** Steps of a job connect too, to a catalog or a broker. */
  @Test
  void onlyASubmissionTellsThatThereIsNoCluster() {
    EventOptions options = options("--flinkMaster=localhost:9999");
    Exception refused = new ConnectException("Connection refused");
    assertThat(
        new FlinkHooks().mistake(options, new IllegalStateException("failed", refused)),
        is(Optional.empty()));
    Exception submission = new JobSubmissionException(new JobID(), "not submitted", refused);
    assertThat(
        new FlinkHooks().mistake(options, new IllegalStateException("failed", submission)),
        is(Optional.of("--flinkMaster=localhost:9999: no Flink cluster answers there")));
  }

  @Test
  void anotherErrorIsNoShortage() {
    assertThat(shortage("the disk is full"), is(Optional.empty()));
  }
}
