package io.tallybeam.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A job of a Flink cluster, by the cluster's REST interface. */
public final class StreamJob {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENDS = List.of("FINISHED", "CANCELED", "FAILED");
  private static final int PATIENCE_SECONDS = 120;

  private final String cluster;
  private final String id;

  private StreamJob(String cluster, String id) {
    this.cluster = cluster;
    this.id = id;
  }

  /** The job of this name that runs, or is about to. */
  public static StreamJob find(String flinkAddress, String name)
      throws IOException, InterruptedException {
    String cluster = "http://" + flinkAddress;
    for (JsonNode job : send("GET", cluster + "/jobs/overview", "").path("jobs")) {
      if (job.path("name").asText().equals(name)) {
        return new StreamJob(cluster, job.path("jid").asText());
      }
    }
    throw new IOException("no job " + name);
  }

  private static JsonNode send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .timeout(java.time.Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return answer.isEmpty() ? JSON.nullNode() : JSON.readTree(answer);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", cluster + "/jobs/" + id + path, "");
  }

  /** Waits until a checkpoint is complete that began after {@code millis}; gives when it was. */
  public long awaitCheckpoint(long millis) throws InterruptedException {
    String last = "";
    for (int quarter = 0; quarter < PATIENCE_SECONDS * 4; quarter++) {
      try {
        JsonNode checkpoints = get("/checkpoints");
        JsonNode completed = checkpoints.path("latest").path("completed");
        last = checkpoints.path("counts") + " " + get("").path("state");
        if (completed.path("trigger_timestamp").asLong() > millis) {
          return completed.path("latest_ack_timestamp").asLong();
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(250);
    }
    throw new AssertionError("no checkpoint of " + id + ": " + last);
  }

  /** Asks for a checkpoint, and does not wait for it. */
  void triggerCheckpoint() throws IOException, InterruptedException {
    send("POST", cluster + "/jobs/" + id + "/checkpoints", "{\"checkpointType\":\"FULL\"}");
  }

  /** Stops it with a savepoint, and gives where that is; tries until the job is able to. */
  public String stop() throws InterruptedException {
    String last = "";
    for (int attempt = 0; attempt < PATIENCE_SECONDS; attempt++) {
      try {
        String trigger =
            send("POST", cluster + "/jobs/" + id + "/stop", "{\"drain\":false}")
                .path("request-id")
                .asText();
        JsonNode savepoint = get("/savepoints/" + trigger);
        while (savepoint.path("status").path("id").asText().equals("IN_PROGRESS")) {
          Thread.sleep(100);
          savepoint = get("/savepoints/" + trigger);
        }
        last = savepoint.toString();
        String location = savepoint.path("operation").path("location").asText();
        if (!location.isEmpty()) {
          awaitEnd();
          return location;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(1000);
    }
    throw new AssertionError("no savepoint of " + id + ": " + last);
  }

  /** Ends it without a savepoint. */
  public void cancel() throws IOException, InterruptedException {
    send("PATCH", cluster + "/jobs/" + id + "?mode=cancel", "");
    awaitEnd();
  }

  /** Whether it has not ended, also if it is about to be restarted. */
  public boolean isRunning() throws IOException, InterruptedException {
    return !ENDS.contains(state());
  }

  private void awaitEnd() throws IOException, InterruptedException {
    for (int tenth = 0; tenth < PATIENCE_SECONDS * 10; tenth++) {
      if (ENDS.contains(state())) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(id + " does not end: " + state());
  }

  String state() throws IOException, InterruptedException {
    return get("").path("state").asText();
  }

  /** What the cluster says at {@code path} of the job, as it is. */
  public String answer(String path) throws IOException, InterruptedException {
    return get(path).toString();
  }

  /** Waits until it has failed with {@code message}. */
  public void awaitFailure(String message) throws InterruptedException {
    String last = "";
    for (int quarter = 0; quarter < PATIENCE_SECONDS * 4; quarter++) {
      try {
        last = answer("/exceptions");
        if (last.contains(message)) {
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(250);
    }
    throw new AssertionError(id + " did not fail with " + message + ": " + last);
  }

  /** Why it failed last, or nothing. */
  String lastFailure() throws IOException, InterruptedException {
    JsonNode entries = get("/exceptions").path("exceptionHistory").path("entries");
    String trace = entries.path(0).path("stacktrace").asText();
    return trace.substring(0, Math.min(trace.length(), 3_000));
  }
}
