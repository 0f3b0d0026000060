package io.tallybeam.error;

/**
 * A run that stopped itself before it committed anything wrong. The message is one line. Ends a run
 * with exit code 1.
 */
public final class RunStopped extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why the run stopped, in one line. */
  public RunStopped(String message) {
    super(message);
  }

  /** Why the run stopped, in one line, with what stopped it. */
  public RunStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
