package io.tallybeam.error;

/**
 * A mistake that the user can mend. The message is one line that names the option, file or table
 * and says what to do. Ends a run with exit code 2.
 */
public class UserError extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A mistake, in one line. */
  public UserError(String message) {
    super(message);
  }

  /** A mistake, in one line, with what showed it. */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
