package io.tallybeam.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlinkMainTest {

  private static final String STORAGE = "--stateBackendStoragePath=";

  /** One that another user made could not be written to. */
  @Test
  void checkpointsOfThisProcessAreInAFolderOfTheUser() {
    List<String> here = FlinkMain.defaults(Optional.empty(), "streaming");
    assertThat(here, hasItem(startsWith(STORAGE)));
    assertThat(
        here, hasItem(endsWith("/tallybeam-checkpoints-" + System.getProperty("user.name"))));

    List<String> remote =
        FlinkMain.defaults(Optional.empty(), "streaming", "--flinkMaster=localhost:8081");
    assertThat(remote, not(hasItem(startsWith(STORAGE))));
  }
}
