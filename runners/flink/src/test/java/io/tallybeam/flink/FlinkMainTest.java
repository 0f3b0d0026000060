package io.tallybeam.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlinkMainTest {

  private static final String STORAGE = "--stateBackendStoragePath=";

  /** One that another user made could not be written to. */
  @Test
  void checkpointsOfThisProcessAreInAFolderOfTheUser() {
    List<String> here = FlinkMain.defaults(Optional.empty(), "streaming");
    // The address of a folder that is there has a slash at its end.
    String folder = "/tallybeam-checkpoints-" + Pattern.quote(System.getProperty("user.name"));
    assertThat(here, hasItem(matchesPattern(STORAGE + "file:.*" + folder + "/?")));

    List<String> remote =
        FlinkMain.defaults(Optional.empty(), "streaming", "--flinkMaster=localhost:8081");
    assertThat(remote, not(hasItem(startsWith(STORAGE))));
  }
}
