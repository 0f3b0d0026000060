package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.auth.http.HttpCredentialsAdapter;
import com.sun.net.httpserver.HttpServer;
import io.tallybeam.error.UserError;
import io.tallybeam.secret.Reference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secret Manager as its REST API answers, at the edge of HTTP. */
final class SecretManagerSchemeTest {

  private static final String VERSION = "projects/p/secrets/catalog-token/versions/3";

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private SecretManagerScheme scheme;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = answers.removeFirst();
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    scheme =
        new SecretManagerScheme(
            "http://localhost:" + server.getAddress().getPort(),
            () -> new HttpCredentialsAdapter(OfflineCredentials.fromOptions(null).getCredential()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsAVersion() {
    answers.add(new Answer(200, payload("canary ü\n")));

    assertThat(scheme.resolve("--x", "secret:" + VERSION), is("canary ü"));
    assertThat(requests, is(List.of("GET /v1/" + VERSION + ":access Bearer no token")));
  }

  @Test
  void asksAgainWhileTheServiceIsUnavailable() {
    answers.add(new Answer(503, "{}"));
    answers.add(new Answer(500, "{}"));
    answers.add(new Answer(200, payload("canary")));

    assertThat(scheme.resolve("--x", "secret:" + VERSION), is("canary"));
    assertThat(requests.size(), is(3));
  }

  @ParameterizedTest
  @CsvSource({
    "403, roles/secretmanager.secretAccessor",
    "404, no such version",
    "400, answers 400"
  })
  void saysWhyInOneLine(int status, String reason) {
    answers.add(new Answer(status, "{\"error\": {\"message\": \"long\\nand canary\"}}"));

    UserError error =
        assertThrows(UserError.class, () -> scheme.resolve("--x: token", "secret:" + VERSION));

    assertThat(
        error.getMessage(),
        allOf(
            containsString("--x: token"),
            containsString(VERSION),
            containsString(reason),
            not(containsString("canary"))));
  }

  @Test
  void anAnswerWithoutPayloadIsNoSecret() {
    answers.add(new Answer(200, "{\"name\": \"" + VERSION + "\"}"));

    assertThrows(UserError.class, () -> scheme.resolve("--x", "secret:" + VERSION));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret:",
        "secret:my-secret",
        "secret:projects/p/secrets/s",
        "secret:projects/p/secrets/s/versions/",
        "secret:projects/p/secrets/s/versions/1/../2",
        "secret:projects/p?x/secrets/s/versions/1",
      })
  void asksForNothingThatIsNoVersion(String reference) {
    UserError error = assertThrows(UserError.class, () -> scheme.resolve("--x", reference));

    assertThat(error.getMessage(), containsString(SecretManagerScheme.FORM));
    assertThat(requests, is(List.of()));
  }

  @Test
  void isFoundByItsName() {
    Reference.require("--x", "secret:" + VERSION);
    assertThat(Reference.isOfMachine("secret:" + VERSION), is(false));
    UserError error = assertThrows(UserError.class, () -> Reference.require("--x", "canary"));
    assertThat(error.getMessage(), containsString(SecretManagerScheme.FORM));
  }

  private static String payload(String secret) {
    String data = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    return "{\"name\": \"" + VERSION + "\", \"payload\": {\"data\": \"" + data + "\"}}";
  }
}
