package io.tallybeam.packages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.faults.Launched;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar where Flink's Kubernetes operator has it. */
class ApplicationModeTest {

  private static final String ONE_OF_ITS_OWN =
      "rest.address: localhost\nrest.bind-port: '0'\njobmanager.rpc.address: localhost\n";

  @TempDir Path folder;

  /** Flink gives the jar by an address that is relative to where it was started. */
  @Test
  void aMistakeIsToldAndEndsTheJobManager() throws Exception {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("config.yaml"), ONE_OF_ITS_OWN);
    FlinkRun flink = new FlinkRun(conf, folder.resolve("jobmanager.log"));

    Launched mistake = flink.runInJobManager(folder, "backfill", "--window=7m");

    assertThat(mistake.err(), containsString("error: --window=7m"));
    assertThat(mistake.exit(), is(not(0)));
  }
}
