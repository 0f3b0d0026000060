package io.tallybeam.secret;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code file:PATH}: the text of a file, without the white space around it. */
final class FileScheme implements ReferenceScheme {

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String form() {
    return "file:PATH";
  }

  @Override
  public String resolve(String what, String reference) {
    try {
      return Files.readString(Path.of(reference.substring(name().length() + 1))).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UserError(what + " names an unreadable file", e);
    } catch (UncheckedIOException e) {
      throw new UserError(what + " names no text file", e);
    }
  }
}
