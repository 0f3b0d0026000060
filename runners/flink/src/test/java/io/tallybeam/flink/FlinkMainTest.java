package io.tallybeam.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void onlyCheckpointsThatAStreamCanGoOnFromAreKept() {
    String option = "--retainExternalizedCheckpointsOnCancellation=";
    assertThat(FlinkMain.defaults(Optional.empty(), "streaming"), hasItem(option + false));
    assertThat(
        FlinkMain.defaults(Optional.empty(), "streaming", "--flinkMaster=localhost:8081"),
        hasItem(option + true));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseLooksIntoTheFolderOfCheckpoints(@TempDir Path temp) throws IOException {
    Path folder = temp.resolve("checkpoints");
    CheckpointFolder.make(folder);
    assertThat(permissions(folder), is("rwx------"));

    // As builds before left it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    CheckpointFolder.make(folder);
    assertThat(permissions(folder), is("rwx------"));
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
