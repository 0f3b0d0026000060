package io.tallybeam.storage;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Options that name a file or folder of this machine, be it as a {@code file:} URI. */
public final class LocalFolder {

  /** Two letters at least: one is a drive of Windows. */
  private static final Pattern ELSEWHERE = Pattern.compile("(?!file:)[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private LocalFolder() {}

  /** Whether {@code place} is a URI of another file system: as a path it would make a folder. */
  public static boolean isElsewhere(String place) {
    return ELSEWHERE.matcher(place).matches();
  }

  /**
   * The place as a worker finds it that has another working directory: a local path becomes
   * absolute, all else stays as it is.
   */
  public static String absolute(String place) {
    try {
      return place.isBlank() || place.startsWith("file:") || isElsewhere(place)
          ? place
          : Path.of(place).toAbsolutePath().toString();
    } catch (InvalidPathException e) {
      // Who opens it says so.
      return place;
    }
  }

  /**
   * The folder, made if it is not there. A link to one is one, which JDKs before 17.0.14 take for
   * something else when they make folders.
   */
  public static Path make(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
  }

  /**
   * Refuses what a shell would have to expand, and does not behind an equals sign: it would make a
   * folder of the name {@code ~}.
   *
   * @throws UserError if the first name in {@code value} begins so
   */
  public static void requireExpanded(String option, String value) {
    if (value.startsWith("~")) {
      throw new UserError(
          "--"
              + option
              + "="
              + value
              + ": the shell does not expand ~ here; write $HOME, or ./~ for a folder of that name");
    }
  }

  /**
   * The folder that {@code --option} names.
   *
   * @throws UserError if that is no local folder
   */
  public static Path of(String option, String value) {
    try {
      if (!value.isBlank() && !isElsewhere(value)) {
        String path = value.replaceFirst("^file:(//)?", "");
        requireExpanded(option, path);
        return Path.of(path);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new UserError("--" + option + "=" + value + ": expected a local folder");
  }
}
