package io.tallybeam.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Flink's REST API, of a cluster on this machine.
 *
 * @param port of the JobManager
 */
record FlinkRest(long port) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** The newest job there is. */
  JsonNode job() throws IOException, InterruptedException {
    JsonNode newest = null;
    for (JsonNode job : get("/jobs/overview").get("jobs")) {
      if (newest == null || job.get("start-time").asLong() > newest.get("start-time").asLong()) {
        newest = job;
      }
    }
    if (newest == null) {
      throw new IllegalStateException("there is no job");
    }
    return newest;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  void cancel(String job) throws IOException, InterruptedException {
    send(request("/jobs/" + job).method("PATCH", HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(request.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
