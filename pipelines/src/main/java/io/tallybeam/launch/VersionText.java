package io.tallybeam.launch;

import io.tallybeam.version.Build;
import io.tallybeam.version.Library;
import java.io.PrintStream;

/** The text of {@code --version}: what is on the class path, not what the build asked for. */
final class VersionText {

  private VersionText() {}

  static void print(String runner, PrintStream out) {
    line(out, "tallybeam", Build.running().toString());
    line(out, "runner", RunnerHooks.find().version().orElse(runner));
    line(out, "beam", Library.BEAM.version());
    line(out, "iceberg", Library.ICEBERG.version());
    line(out, "java", System.getProperty("java.version"));
  }

  private static void line(PrintStream out, String name, String version) {
    out.printf("%-10s %s%n", name, version);
  }
}
