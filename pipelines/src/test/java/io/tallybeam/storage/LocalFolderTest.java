package io.tallybeam.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
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
}
