package io.tallybeam.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Lets a job read a topic whose window stays open, and measures its state. */
final class MeasureState {

  private static final long POLL_MILLIS = 1_000;

  private MeasureState() {}

  /**
   * Takes {@code --flink}, the port of the cluster; {@code --bootstrapServers}, {@code --topic} and
   * {@code --group}, of which the job commits its offsets; and behind {@code --} the command that
   * submits it. Prints the calls and the rows of the topic; the bytes of the whole state and of the
   * step that holds windows, in a savepoint, which is never incremental; and of the newest
   * checkpoint with all that it refers to.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = Arguments.of(args);
    String servers = arguments.get("bootstrapServers");
    TopicKeys topic = TopicKeys.read(servers, arguments.get("topic"));
    Submission.run(arguments.command());
    FlinkRest flink = new FlinkRest(arguments.number("flink"));
    String job = flink.job().get("jid").asText();
    // Offsets are committed once a checkpoint with all that was read is complete.
    while (!topic.areReadBy(servers, arguments.get("group"))) {
      Thread.sleep(POLL_MILLIS);
    }
    savepoint(flink, job);
    JsonNode latest = latest(flink, job);
    // What is shown may be some seconds old.
    while (latest.get("savepoint").isNull()) {
      Thread.sleep(POLL_MILLIS);
      latest = latest(flink, job);
    }
    JsonNode savepoint = latest.get("savepoint");
    long held = 0;
    JsonNode tasks =
        flink.get("/jobs/" + job + "/checkpoints/details/" + savepoint.get("id")).get("tasks");
    for (JsonNode vertex : flink.get("/jobs/" + job).get("vertices")) {
      if (vertex.get("name").asText().startsWith("HoldWindows")) {
        held += tasks.get(vertex.get("id").asText()).get("state_size").asLong();
      }
    }
    flink.cancel(job);
    System.out.printf(
        "%d %d %d %d %d%n",
        topic.calls(),
        topic.rows(),
        savepoint.get("state_size").asLong(),
        held,
        latest.get("completed").get("state_size").asLong());
  }

  private static JsonNode latest(FlinkRest flink, String job)
      throws IOException, InterruptedException {
    return flink.get("/jobs/" + job + "/checkpoints").get("latest");
  }

  private static void savepoint(FlinkRest flink, String job)
      throws IOException, InterruptedException {
    String savepoints = "/jobs/" + job + "/savepoints";
    String trigger = flink.post(savepoints, "{\"cancel-job\":false}").get("request-id").asText();
    JsonNode status = flink.get(savepoints + "/" + trigger);
    while (!status.get("status").get("id").asText().equals("COMPLETED")) {
      Thread.sleep(POLL_MILLIS);
      status = flink.get(savepoints + "/" + trigger);
    }
    if (status.get("operation").has("failure-cause")) {
      throw new IllegalStateException("the savepoint failed: " + status);
    }
  }
}
