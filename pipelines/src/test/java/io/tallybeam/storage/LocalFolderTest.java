package io.tallybeam.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalFolderTest {

  @Test
  void onlyLocalPathsBecomeAbsolute() {
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(LocalFolder.absolute("prices/*.yaml"), is(here + "/prices/*.yaml"));
    for (String place : new String[] {"", "/a/b", "file:///a", "s3://bucket/a", "gs://b/a*"}) {
      assertThat(LocalFolder.absolute(place), is(place));
    }
  }

  @Test
  void aTildeIsNoFolder() {
    for (String place : List.of("~", "~/llm", "~user/llm")) {
      for (String given : List.of(place, "file:" + place)) {
        UserError error = assertThrows(UserError.class, () -> LocalFolder.of("warehouse", given));
        assertThat(error.getMessage(), startsWith("--warehouse=" + place + ": the shell"));
      }
    }
    for (String place : List.of("./~", "/a/~b", "a~")) {
      assertThat(LocalFolder.of("warehouse", place), is(Path.of(place)));
    }
  }
}
