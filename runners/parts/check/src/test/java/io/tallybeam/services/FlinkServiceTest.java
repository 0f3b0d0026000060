package io.tallybeam.services;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallybeam.services.Service.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkServiceTest {

  @TempDir Path temp;

  @Test
  void startsAgainWhatWasKilled() throws Exception {
    int port = Service.freePorts();
    String overview = "http://localhost:" + port + "/overview";
    try (Service flink = new Service("flink", temp.resolve("a cluster"))) {
      Answer started = flink.start("--port=" + port, "--slots=1", "--taskMemory=1400m");
      assertEquals(0, started.exit(), started.err());
      assertThat(Service.get(overview), containsString("\"taskmanagers\":2,\"slots-total\":2,"));
      assertThat(Service.get("http://localhost:" + port + "/"), containsString("<html"));

      ProcessHandle second = flink.process("taskmanager-2");
      flink.kill("taskmanager-1");
      Answer part = flink.status();
      assertEquals(0, part.exit());
      assertThat(part.out(), not(containsString("taskmanager-1 ")));
      Answer mended = flink.start();
      assertEquals(0, mended.exit(), mended.err());
      assertThat(mended.out(), containsString("started again: taskmanager-1 "));
      assertEquals(second, flink.process("taskmanager-2"));
      assertTrue(flink.process("taskmanager-1").isAlive());

      Answer other = flink.start("--slots=3");
      assertEquals(2, other.exit());
      assertThat(other.err(), containsString("--slots=1"));
      assertEquals(0, flink.stop().exit());
      assertEquals(3, flink.status().exit());
    }
  }

  @Test
  void tellsOfTooLittleMemory() throws Exception {
    Service flink = new Service("flink", temp);
    Answer answer = flink.start("--port=" + Service.freePorts(), "--taskMemory=100m");
    assertEquals(2, answer.exit());
    assertThat(answer.err(), containsString("--taskMemory=100m"));
    assertEquals(3, flink.status().exit());
  }

  /** Whatever else keeps a JVM from starting. */
  @Test
  void doesNotBlameTheMemoryForAnythingElse() throws Exception {
    Service flink = new Service("flink", temp);
    Map<String, String> environment = Map.of("_JAVA_OPTIONS", "-XX:NoSuchOption");
    Answer answer = flink.start(environment, "--port=" + Service.freePorts());
    assertEquals(1, answer.exit(), answer.err());
    assertThat(answer.err(), containsString("Unrecognized VM option 'NoSuchOption'"));
    assertThat(answer.err(), not(containsString("--taskMemory")));
  }
}
