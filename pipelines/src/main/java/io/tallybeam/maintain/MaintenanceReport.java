package io.tallybeam.maintain;

import java.io.PrintStream;
import java.util.List;

/**
 * What a maintenance did, or would do.
 *
 * @param namespace of the tables
 * @param dryRun whether nothing was done
 * @param refreshed the roll-ups that were refreshed
 * @param tables the tables
 */
record MaintenanceReport(
    String namespace, boolean dryRun, List<String> refreshed, List<TableReport> tables) {

  private static final String ROW = "  %-36s %-16s %-22s %-14s %-14s %s%n";

  void print(PrintStream out) {
    if (tables.isEmpty()) {
      out.printf("%s has no tables%n", namespace);
      return;
    }
    out.printf(
        dryRun
            ? "Dry run of the maintenance of %s: nothing was changed%n%n"
            : "Maintenance of %s done%n%n",
        namespace);
    out.printf(ROW, "table", "files", "size", "manifests", "snapshots", "orphans");
    tables.forEach(table -> print(table, out));
    if (!refreshed.isEmpty()) {
      out.printf("%nRoll-ups refreshed: %s%n", String.join(", ", refreshed));
    }
    List<String> notes =
        tables.stream()
            .flatMap(table -> table.notes().stream().map(note -> table.name() + ": " + note))
            .toList();
    if (!notes.isEmpty()) {
      out.printf("%nLeft alone%n");
      notes.forEach(note -> out.printf("  %s%n", note));
    }
  }

  private void print(TableReport table, PrintStream out) {
    TableState before = table.before();
    TableState after = table.after();
    out.printf(
        ROW,
        table.name(),
        change(count(before.files()), count(after.files())),
        dryRun ? size(before.bytes()) : change(size(before.bytes()), size(after.bytes())),
        change(count(before.manifests()), count(after.manifests())),
        change(count(before.snapshots()), count(after.snapshots())),
        table.orphans() == 0
            ? "0"
            : count(table.orphans()) + " (" + size(table.orphanBytes()) + ")");
  }

  private static String change(String before, String after) {
    return before.equals(after) ? before : before + " -> " + after;
  }

  private static String count(int count) {
    return String.format("%,d", count);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? String.format("%,.1f kB", bytes / 1024.0)
        : String.format("%,.1f MB", bytes / (double) (1 << 20));
  }
}
