package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written by hand of a test, and by nobody else: see README.md of this module. */
final class Golden {

  private Golden() {}

  /** Compares, or writes the file anew with {@code -Dtallybeam.renew=true}. */
  static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("tallybeam.renew")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    String kept = Files.exists(file) ? Files.readString(file) : "(no file)";
    assertThat(file + ": see README.md for what a difference means", text, is(kept));
  }
}
