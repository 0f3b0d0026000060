package io.tallybeam.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * This build.
 *
 * @param version of Tallybeam
 * @param commit of its sources, if these are in a repository
 * @param changed whether the sources were changed after that commit
 */
public record Build(String version, Optional<String> commit, boolean changed) {

  /** The build that runs. */
  public static Build running() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(properties);
  }

  static Build of(Properties properties) {
    // Outside of a repository the build leaves the placeholder.
    Optional<String> commit =
        Optional.ofNullable(properties.getProperty("commit")).filter(id -> !id.startsWith("$"));
    return new Build(
        properties.getProperty("version"),
        commit,
        commit.isPresent() && Boolean.parseBoolean(properties.getProperty("changed")));
  }

  /** In one line. */
  @Override
  public String toString() {
    return version
        + commit.map(id -> " (commit " + id + (changed ? ", changed since)" : ")")).orElse("");
  }
}
