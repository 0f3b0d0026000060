package io.tallybeam.backfill;

/**
 * A line of an archive, and what must become of it.
 *
 * @param text the event, without a line end
 * @param reason the code of the reason for which it is rejected, empty if it is a call
 */
public record ArchivedLine(String text, String reason) {

  public static ArchivedLine call(String text) {
    return new ArchivedLine(text, "");
  }

  public boolean isCall() {
    return reason.isEmpty();
  }
}
