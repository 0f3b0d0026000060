package io.tallybeam.archive;

import io.tallybeam.error.UserError;

/**
 * An input that cannot be read, through no fault of the program: a glob that matches nothing, a
 * file that is missing, cut off or damaged.
 *
 * <p>The message is one line for the user, which names the glob or file and says what is wrong with
 * it or what to do.
 */
public final class InputException extends UserError {
  private static final long serialVersionUID = 1;

  InputException(String input, String problem) {
    super(oneLine(input + ": " + problem));
  }

  InputException(String input, String problem, Throwable cause) {
    super(oneLine(input + ": " + problem), cause);
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
