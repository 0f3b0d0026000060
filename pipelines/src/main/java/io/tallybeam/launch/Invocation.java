package io.tallybeam.launch;

import java.net.URI;
import java.security.CodeSource;

/** The words that start a pipeline, as help and errors tell them. */
public final class Invocation {

  private static final String PROPERTY = "tallybeam.invocation";

  private Invocation() {}

  /** What comes before the name of a pipeline. */
  public static String of(String runner) {
    return System.getProperty(PROPERTY, "runners/run " + runner);
  }

  /**
   * Takes note that {@code main} was started from a jar, if it was.
   *
   * @param tool what starts jars of its kind, such as {@code java -jar}
   */
  public static void fromJar(String tool, Class<?> main) {
    CodeSource source = main.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return;
    }
    // Flink's application mode gives it by a relative address, which is no path.
    String jar = URI.create(source.getLocation().toString()).getSchemeSpecificPart();
    System.setProperty(PROPERTY, tool + " " + jar.substring(jar.lastIndexOf('/') + 1));
  }
}
