package io.tallybeam.book;

/**
 * Something to know about a price file.
 *
 * @param severity how bad it is
 * @param file the file
 * @param entry the entry, or empty if it is about the file
 * @param text what it is, in one line
 */
public record Finding(Severity severity, String file, String entry, String text) {

  /** How bad a finding is. */
  public enum Severity {
    /** The book cannot be used. */
    ERROR,
    /** The book can be used, and may not be what was meant. */
    WARNING,
    /** What the book leaves out. */
    NOTE
  }

  static Finding error(String file, String entry, String text) {
    return new Finding(Severity.ERROR, file, entry, text);
  }

  static Finding warning(String file, String entry, String text) {
    return new Finding(Severity.WARNING, file, entry, text);
  }

  static Finding note(String file, String entry, String text) {
    return new Finding(Severity.NOTE, file, entry, text);
  }

  /** Whether the book cannot be used. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return file + ": " + (entry.isEmpty() ? "" : entry + ": ") + text;
  }
}
