package io.tallybeam.archive;

import java.util.regex.Pattern;

/**
 * Names that begin with a dot or an underscore: checksums, markers of success, copies that are
 * under way. Wildcards leave them out, as they do in Hadoop and Spark.
 */
final class HiddenNames {

  /** A stream's archive of a topic has the topic's name in front, whatever that begins with. */
  private static final Pattern ARCHIVED = Pattern.compile(".+-\\d+-\\d{20}-\\d{20}\\.ndjson\\.zst");

  private HiddenNames() {}

  /** Whether {@code glob} leaves out the file at {@code path}, which it matches. */
  static boolean leaves(String glob, String path) {
    String name = lastName(path);
    boolean isHidden = name.startsWith(".") || name.startsWith("_");
    // A glob may ask for them, by their first letter.
    return isHidden
        && !lastName(glob).startsWith(name.substring(0, 1))
        && !ARCHIVED.matcher(name).matches();
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
