package io.tallybeam.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A library that says its version in a file of its own. Its class that reads the file wants a
 * logger, which a jar for a cluster does not have when it is asked outside of one.
 */
public enum Library {
  /** Apache Beam. */
  BEAM("/org/apache/beam/sdk/sdk.properties", "version"),
  /** Apache Iceberg. */
  ICEBERG("/iceberg-build.properties", "git.build.version");

  private final String resource;
  private final String key;

  Library(String resource, String key) {
    this.resource = resource;
    this.key = key;
  }

  /** The version that is on the class path. */
  public String version() {
    Properties properties = new Properties();
    try (InputStream in = Library.class.getResourceAsStream(resource)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(key);
  }
}
