package io.tallybeam.launch;

import java.io.PrintStream;

/**
 * What the user sees: results on {@code out}, progress and errors on {@code err}.
 *
 * @param out for results
 * @param err for progress and errors
 * @param interactive whether {@code err} is a terminal, on which lines can be redrawn
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(System.out, System.err, Boolean.getBoolean("tallybeam.terminal"));
  }
}
