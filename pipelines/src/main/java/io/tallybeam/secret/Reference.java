package io.tallybeam.secret;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Values that stand for others: {@code env:NAME}, a variable of the environment, and {@code
 * file:PATH}, the text of a file without the white space around it.
 */
public final class Reference {

  private static final String VARIABLE = "env:";
  private static final String FILE = "file:";

  private Reference() {}

  /**
   * Checks that a secret is not given as itself.
   *
   * @param what is set: the option and the key, for the error
   */
  public static void require(String what, String value) {
    if (!value.startsWith(VARIABLE) && !value.startsWith(FILE)) {
      throw new UserError(
          what + " is a secret: give env:NAME or file:PATH, since options can be seen by others");
    }
  }

  /**
   * What {@code value} stands for on this machine; itself if it is not a reference.
   *
   * @param what is set: the option and the key, for the error
   */
  public static String resolve(String what, String value) {
    if (value.startsWith(VARIABLE)) {
      String text = System.getenv(value.substring(VARIABLE.length()));
      if (text == null) {
        throw new UserError(what + " names an unset variable: " + value);
      }
      return text;
    }
    return value.startsWith(FILE) ? read(what, value.substring(FILE.length())) : value;
  }

  private static String read(String what, String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UserError(what + " names an unreadable file", e);
    } catch (UncheckedIOException e) {
      throw new UserError(what + " names no text file", e);
    }
  }
}
