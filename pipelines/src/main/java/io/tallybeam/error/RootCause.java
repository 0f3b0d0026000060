package io.tallybeam.error;

/** The failure behind those that tell of it: what it says names the thing itself. */
public final class RootCause {

  private RootCause() {}

  /** The cause of {@code error} that has none itself. */
  public static Throwable of(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
