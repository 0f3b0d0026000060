package io.tallybeam.maintain;

import java.util.regex.Pattern;

/** Locations as they can be compared: {@code s3a://b/x} and {@code s3://b/x} are one file. */
final class FileKey {

  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:(//[^/]*)?");
  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Pattern LAST_SLASH = Pattern.compile("(?<=.)/$");

  private FileKey() {}

  /**
   * The path alone. Two locations with one key may be two files, in two buckets; then one of them
   * is kept that could go, and never the other way about.
   */
  static String of(String location) {
    String path = SCHEME.matcher(location).replaceFirst("");
    return LAST_SLASH.matcher(SLASHES.matcher(path).replaceAll("/")).replaceFirst("");
  }

  /** Whether a file lies somewhere below a folder. */
  static boolean isBelow(String key, String folderKey) {
    return key.startsWith(folderKey.endsWith("/") ? folderKey : folderKey + "/");
  }
}
