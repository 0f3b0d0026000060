package io.tallybeam.book;

import java.util.List;

/**
 * What one price file holds.
 *
 * @param name its path
 * @param kind what it is, for people
 * @param snapshotAt of a snapshot, which lists all prices there are: since when, in ms since the
 *     epoch; {@link #NO_SNAPSHOT} of a file whose entries say it each
 * @param entries those that can be used; of a snapshot, without an end
 * @param findings what is to be known about it
 */
public record BookFile(
    String name, String kind, long snapshotAt, List<PriceEntry> entries, List<Finding> findings) {

  static final long NO_SNAPSHOT = Long.MIN_VALUE;

  /** Copies the lists. */
  public BookFile {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
  }

  boolean isSnapshot() {
    return snapshotAt != NO_SNAPSHOT;
  }
}
