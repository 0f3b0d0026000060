package io.tallybeam.dataflow;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.Invocation;
import java.io.File;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The main of {@code runners/run dataflow} and of the runnable jar. */
public final class DataflowMain {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private DataflowMain() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    Invocation.fromJar("java -jar", DataflowMain.class);
    System.exit(run(args));
  }

  static int run(String... args) {
    return Tallybeam.run("dataflow", defaults(args), args);
  }

  /**
   * A stream has one name, by which {@code --update} finds it and Dataflow refuses a second one;
   * backfills of other windows may run at once, and so have a name each.
   */
  static List<String> defaults(String... args) {
    List<String> defaults = new ArrayList<>();
    defaults.add("--runner=DataflowRunner");
    defaults.add("--filesToStage=" + jars());
    if (args.length > 0 && args[0].equals("streaming")) {
      defaults.add("--jobName=tallybeam-streaming");
      // State of windows is kept by the service and not on the workers' disks.
      defaults.add("--enableStreamingEngine=true");
    } else {
      String pipeline = args.length > 0 ? args[0] : "none";
      defaults.add("--jobName=tallybeam-" + pipeline + "-" + TIME.format(Instant.now()));
    }
    return defaults;
  }

  /** All but our logger: a worker has its own, which writes to Cloud Logging. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> !jar.matches(".*/slf4j-simple-[^/]*\\.jar"))
        .collect(Collectors.joining(","));
  }
}
