package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A price book as its files make it, and all there is to know about them.
 *
 * @param files the files, by name
 * @param book the prices; empty if there is an error
 * @param findings what is wrong, or to be known
 */
public record LoadedBook(List<BookFile> files, PriceBook book, List<Finding> findings) {

  /** Copies the lists. */
  public LoadedBook {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }

  /**
   * Reads files.
   *
   * @param contents their bytes, by name; files that are no price files are left out with a note
   */
  public static LoadedBook of(Map<String, byte[]> contents) {
    List<BookFile> files = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(contents)
        .forEach(
            (name, bytes) ->
                BookFormat.of(name)
                    .ifPresentOrElse(
                        format -> files.add(format.read(name, bytes)),
                        () -> findings.add(Finding.note(name, "", "is no price file; left out"))));
    files.forEach(file -> findings.addAll(file.findings()));
    List<PriceEntry> entries = inForce(files);
    findings.addAll(Overlaps.in(entries));
    if (findings.stream().anyMatch(Finding::isError)) {
      return new LoadedBook(files, PriceBook.EMPTY, findings);
    }
    PriceBook book = new PriceBook(entries);
    findings.addAll(Doubts.about(book));
    return new LoadedBook(files, book, findings);
  }

  /** A snapshot is in force until the next one. */
  private static List<PriceEntry> inForce(Collection<BookFile> files) {
    NavigableSet<Long> snapshots = new TreeSet<>();
    files.stream().filter(BookFile::isSnapshot).forEach(file -> snapshots.add(file.snapshotAt()));
    List<PriceEntry> entries = new ArrayList<>();
    for (BookFile file : files) {
      Long next = file.isSnapshot() ? snapshots.higher(file.snapshotAt()) : null;
      if (next == null) {
        entries.addAll(file.entries());
      } else {
        TimeRange until = new TimeRange(file.snapshotAt(), next);
        file.entries().forEach(entry -> entries.add(entry.during(until)));
      }
    }
    return entries;
  }

  /** The errors among the findings. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
