package io.tallybeam.archive;

import io.tallybeam.error.UserError;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * An input that cannot be read, through no fault of the program: a glob that matches nothing, a
 * file that is missing, cut off or damaged.
 *
 * <p>The message is one line for the user, which names the glob or file and says what is wrong with
 * it or what to do.
 */
public final class InputException extends UserError {
  private static final long serialVersionUID = 2;

  private final boolean mayPass;

  InputException(String input, String problem) {
    super(oneLine(input + ": " + problem));
    this.mayPass = false;
  }

  InputException(String input, String problem, Throwable cause) {
    this(input, problem, cause, false);
  }

  private InputException(String input, String problem, Throwable cause, boolean mayPass) {
    super(oneLine(input + ": " + problem), cause);
    this.mayPass = mayPass;
  }

  /** One of storage, which may answer when it is asked again unless it told what is wrong. */
  static InputException ofStorage(String input, IOException cause) {
    boolean known =
        cause instanceof FileNotFoundException
            || cause instanceof FileSystemException
            || cause instanceof EOFException;
    return new InputException(input, "cannot be read: " + reason(cause), cause, !known);
  }

  /** Whether it is worth another try: storage did not answer, and nothing is known of the file. */
  public boolean mayPass() {
    return mayPass;
  }

  /** The text of an error for use within a message. */
  static String reason(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }

  /** File names and the messages of libraries may hold line feeds. */
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
