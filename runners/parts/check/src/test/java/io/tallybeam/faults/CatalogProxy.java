package io.tallybeam.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands before a catalog and loses answers to commits that have landed. */
public final class CatalogProxy implements AutoCloseable {

  private static final Pattern COMMIT = Pattern.compile("/v1/namespaces/[^/]+/tables/[^/]+");

  /** Headers that are of the connection, or of how the answer may be packed. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "http2-settings",
          "expect",
          "accept-encoding");

  /** What becomes of the answer to a commit that has landed. */
  enum Answer {
    /** The connection ends. */
    GONE(0),
    /** The server failed. */
    FAILED(500),
    /** A gateway failed. */
    BAD_GATEWAY(502),
    /** A gateway says that nobody is there. */
    UNAVAILABLE(503),
    /** A gateway did not wait. */
    TIMED_OUT(504),
    /** A gateway sent it twice, and tells of the second time. */
    SENT_TWICE(409);

    private final int status;

    Answer(int status) {
      this.status = status;
    }
  }

  /** What happens to a commit. */
  private record Plan(Answer answer, Runnable before) {}

  private final URI catalog;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<Plan> plans = new ConcurrentLinkedQueue<>();
  private final Set<String> headers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lost = new AtomicInteger();

  public CatalogProxy(String catalog) throws IOException {
    this.catalog = URI.create(catalog);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Loses the answer to the next commit that lands. */
  void lose(Answer answer) {
    plans.add(new Plan(answer, () -> {}));
  }

  /** Does something between the next commit that lands and its answer, which is lost. */
  void loseAfter(Runnable what) {
    plans.add(new Plan(Answer.GONE, what));
  }

  /** How many answers were lost. */
  int lost() {
    return lost.get();
  }

  /** Forgets what was to be lost and was not, and the headers that it saw. */
  public void clear() {
    plans.clear();
    headers.clear();
    lost.set(0);
  }

  /** Waits for a request with this header. */
  public void awaitHeader(String name, String value) throws InterruptedException {
    for (int tenth = 0; tenth < 600; tenth++) {
      if (headers.contains(name + ": " + value)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no request with " + name);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> response = forward(exchange);
      boolean commit =
          exchange.getRequestMethod().equals("POST")
              && COMMIT.matcher(exchange.getRequestURI().getPath()).matches();
      Plan plan = commit && response.statusCode() == 200 ? plans.poll() : null;
      if (plan == null) {
        answer(exchange, response.statusCode(), response.body());
        return;
      }
      plan.before.run();
      lost.incrementAndGet();
      if (plan.answer.status > 0) {
        String error =
            "{\"error\":{\"message\":\"lost\",\"type\":\"Lost\",\"code\":"
                + plan.answer.status
                + "}}";
        answer(exchange, plan.answer.status, error.getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(catalog.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              values.forEach(value -> headers.add(name.toLowerCase(Locale.ROOT) + ": " + value));
              if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
