package io.tallybeam.version;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildTest {

  @Test
  void theBuildFillsInItsVersion() {
    assertThat(Build.running().version(), matchesRegex("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
  }

  @Test
  void namesTheCommitWhereItIsKnown() {
    assertThat(build("0123456", "false"), hasToString("1.2.3 (commit 0123456)"));
    assertThat(build("0123456", "true"), hasToString("1.2.3 (commit 0123456, changed since)"));
    assertThat(build("${git.commit.id.abbrev}", "${git.dirty}"), hasToString("1.2.3"));
    assertThat(build("${git.commit.id.abbrev}", "true").changed(), is(false));
  }

  private static Build build(String commit, String changed) {
    Properties properties = new Properties();
    properties.setProperty("version", "1.2.3");
    properties.setProperty("commit", commit);
    properties.setProperty("changed", changed);
    return Build.of(properties);
  }
}
