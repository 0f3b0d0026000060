package io.tallybeam.dataflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** As much of Cloud Storage's JSON API as reading, writing and listing of small objects needs. */
final class FakeStorage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<String, String> uploads = new ConcurrentHashMap<>();

  private FakeStorage(HttpServer server) {
    this.server = server;
  }

  static FakeStorage start() throws IOException {
    FakeStorage storage =
        new FakeStorage(HttpServer.create(new InetSocketAddress("localhost", 0), 0));
    storage.server.createContext("/", storage::answer);
    storage.server.start();
    return storage;
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  void put(String name, String text) {
    objects.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The names of the objects of all buckets. */
  List<String> names() {
    return List.copyOf(objects.keySet());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.startsWith("/upload/")) {
      upload(exchange, query, body);
      return;
    }
    String object =
        path.contains("/o/")
            ? URLDecoder.decode(path.replaceFirst(".*?/o/", ""), StandardCharsets.UTF_8)
            : "";
    if (object.isEmpty()) {
      reply(exchange, 200, list(query.getOrDefault("prefix", "")));
    } else if (!objects.containsKey(object)) {
      reply(exchange, 404, Map.of("error", Map.of("code", 404, "message", "no such object")));
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      objects.remove(object);
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    } else if (query.getOrDefault("alt", "json").equals("media")) {
      media(exchange, objects.get(object));
    } else {
      reply(exchange, 200, metadata(object));
    }
  }

  private Map<String, Object> list(String prefix) {
    return Map.of(
        "kind",
        "storage#objects",
        "items",
        objects.keySet().stream()
            .filter(name -> name.startsWith(prefix))
            .map(this::metadata)
            .toList());
  }

  private Map<String, Object> metadata(String object) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("kind", "storage#object");
    metadata.put("bucket", "bucket");
    metadata.put("name", object);
    metadata.put("generation", "1");
    metadata.put("metageneration", "1");
    metadata.put("updated", "2026-01-01T00:00:00Z");
    metadata.put("timeCreated", "2026-01-01T00:00:00Z");
    metadata.put("size", Integer.toString(objects.get(object).length));
    return metadata;
  }

  private void upload(HttpExchange exchange, Map<String, String> query, byte[] body)
      throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      String id = Integer.toString(uploads.size() + 1);
      String name = query.get("name");
      uploads.put(id, name == null ? JSON.readTree(body).get("name").asText() : name);
      exchange
          .getResponseHeaders()
          .set("Location", address() + "/upload/storage/v1/b/bucket/o?upload_id=" + id);
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    String name = uploads.get(query.get("upload_id"));
    objects.put(name, body);
    reply(exchange, 200, metadata(name));
  }

  private static void media(HttpExchange exchange, byte[] bytes) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int to = bytes.length;
    if (range != null) {
      String[] ends = range.replaceFirst("bytes=", "").split("-", -1);
      from = Integer.parseInt(ends[0]);
      to = ends[1].isEmpty() ? to : (int) Math.min(to, Long.parseLong(ends[1]) + 1);
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
    }
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    exchange.sendResponseHeaders(range == null ? 200 : 206, part.length == 0 ? -1 : part.length);
    exchange.getResponseBody().write(part);
    exchange.close();
  }

  private static void reply(HttpExchange exchange, int status, Object json) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
