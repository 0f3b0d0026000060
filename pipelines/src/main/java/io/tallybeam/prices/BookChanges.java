package io.tallybeam.prices;

import io.tallybeam.book.BookTime;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.PriceEntry;
import io.tallybeam.book.RateChange;
import io.tallybeam.window.TimeRange;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Prints what is different in a price book from one time to another, name by name. */
record BookChanges(PriceBook book) {

  void print(TimeRange range, PrintStream out) {
    out.printf(
        "%nChanges from %s to %s:%n", BookTime.text(range.from()), BookTime.text(range.to()));
    int changed = 0;
    for (String name : book.names()) {
      changed += print(name, at(name, range.from()), at(name, range.to()), out) ? 1 : 0;
    }
    out.printf("%,d of %,d names changed%n", changed, book.names().size());
  }

  private Optional<PriceEntry> at(String name, long time) {
    return book.history(name).stream()
        .filter(entry -> entry.effective().contains(time))
        .findFirst();
  }

  private static boolean print(
      String name, Optional<PriceEntry> before, Optional<PriceEntry> after, PrintStream out) {
    if (before.isEmpty() || after.isEmpty()) {
      before.ifPresent(entry -> out.printf("  - %s   was in %s%n", name, entry.version()));
      after.ifPresent(entry -> out.printf("  + %s   is in %s%n", name, entry.version()));
      return before.isPresent() || after.isPresent();
    }
    List<RateChange> changes = RateChange.between(before.get(), after.get());
    if (changes.isEmpty()) {
      return false;
    }
    out.printf("  %s   %s -> %s%n", name, before.get().version(), after.get().version());
    changes.forEach(change -> out.printf("      %s%n", change));
    return true;
  }
}
