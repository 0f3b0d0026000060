package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The log of a JVM's collections. */
final class HeapLog {

  private static final String NAME = "gc.log";
  private static final Pattern AFTER = Pattern.compile("[0-9]+M->([0-9]+)M");

  private HeapLog() {}

  static String option(Path folder) {
    return "-Xlog:gc:file=" + folder.resolve(NAME);
  }

  /** The most that a collection left, in MiB; 0 without a log. */
  static long most(Path folder) throws IOException {
    Path log = folder.resolve(NAME);
    if (!Files.exists(log)) {
      return 0;
    }
    return AFTER
        .matcher(Files.readString(log))
        .results()
        .map(MatchResult::group)
        .map(sizes -> sizes.replaceFirst(".*->", "").replace("M", ""))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }
}
