package io.tallybeam.benchmark;

/** A mistake in a command line, told in one line. */
public final class UsageError extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says what to mend. */
  public UsageError(String message) {
    super(message);
  }
}
