package io.tallybeam.services;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallybeam.services.Service.Answer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "zookeeper start, zookeeper",
    "kafka, start",
    "kafka restart, restart",
    "kafka start --prot=1, --prot=1",
    "kafka start --port=, --port=",
    "kafka start --port=99999, --port=99999",
    "kafka start --slots=2, --slots=2",
    "kafka stop --port=9092, --port=9092",
    "flink start --taskManagers=none, --taskManagers=none",
    "flink start --taskMemory=big, --taskMemory=big",
    "catalog status now, now",
  })
  void aMistakeIsOneLine(String arguments, String named) throws Exception {
    Answer answer = Service.call(arguments.split(" "));
    assertEquals(2, answer.exit(), answer.err());
    assertEquals(1, answer.err().lines().count(), answer.err());
    assertThat(answer.err(), containsString(named));
    assertEquals("", answer.out());
  }

  @Test
  void aPortInUseIsTold() throws Exception {
    try (ServerSocket taken = Service.listen(0)) {
      Service catalog = new Service("catalog", temp);
      Answer answer = catalog.start("--port=" + taken.getLocalPort());
      assertEquals(2, answer.exit());
      assertEquals(1, answer.err().lines().count(), answer.err());
      assertThat(answer.err(), containsString("--port="));
      assertEquals(3, catalog.status().exit());
    }
  }

  @Test
  void aServerThatDoesNotComeUpIsToldWithItsLastError() throws Exception {
    Service catalog = new Service("catalog", temp);
    // The database cannot be opened.
    Files.createDirectory(temp.resolve("catalog.db"));
    Answer answer = catalog.start("--port=" + Service.freePorts());
    assertEquals(1, answer.exit(), answer.err());
    assertThat(answer.err(), containsString("catalog ended: org.sqlite.SQLiteException: "));
    assertThat(answer.err(), containsString(temp.toRealPath().resolve("catalog.log").toString()));
    assertEquals(3, catalog.status().exit());
  }
}
