package io.tallybeam.services;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallybeam.services.Service.Answer;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogServiceTest {

  @TempDir Path temp;

  /** A slim image has none. */
  @Test
  void needsNoPs() throws Exception {
    Path tools = Files.createDirectory(temp.resolve("tools"));
    for (String folder : System.getenv("PATH").split(":", -1)) {
      for (File tool : Objects.requireNonNullElse(new File(folder).listFiles(), new File[0])) {
        Path link = tools.resolve(tool.getName());
        if (!tool.getName().equals("ps") && Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, tool.toPath());
        }
      }
    }
    Map<String, String> environment = Map.of("PATH", tools.toString());
    try (Service catalog = new Service("catalog", temp.resolve("catalog"))) {
      Answer started = catalog.start(environment, "--port=" + Service.freePorts());
      assertEquals(0, started.exit(), started.err());
      assertThat(started.out(), containsString("pids: catalog "));
    } finally {
      // JUnit would warn of each.
      for (File link : tools.toFile().listFiles()) {
        Files.delete(link.toPath());
      }
    }
  }

  @Test
  void keepsNamespacesBetweenStarts() throws Exception {
    int port = Service.freePorts();
    URI namespaces = URI.create("http://localhost:" + port + "/v1/namespaces");
    try (Service catalog = new Service("catalog", temp.resolve("a catalog"))) {
      Answer started = catalog.start("--port=" + port);
      assertEquals(0, started.exit(), started.err());
      HttpRequest create =
          HttpRequest.newBuilder(namespaces)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"namespace\":[\"kept\"],\"properties\":{}}"))
              .build();
      var made = HttpClient.newHttpClient().send(create, BodyHandlers.ofString());
      assertEquals(200, made.statusCode(), made.body());

      catalog.kill("catalog");
      Answer again = catalog.start("--port=" + port);
      assertEquals(0, again.exit(), again.err());
      assertThat(Service.get(namespaces.toString()), containsString("kept"));
      assertEquals(0, catalog.stop().exit());
    }
  }
}
