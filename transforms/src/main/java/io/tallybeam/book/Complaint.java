package io.tallybeam.book;

/** What is wrong with a file or an entry, in one line. */
final class Complaint extends Exception {

  private static final long serialVersionUID = 1;

  Complaint(String message) {
    super(message);
  }

  Complaint(String message, Throwable cause) {
    super(message, cause);
  }
}
