package io.tallybeam.prices;

import io.tallybeam.book.BookFile;
import io.tallybeam.book.Finding;
import io.tallybeam.book.LoadedBook;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.EventRules;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.window.TimeRange;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code prices check}: what a price book holds, what is wrong with it, and what changed in it. */
public final class PricesCheckCommand implements PipelineCommand<PricesCheckOptions> {

  /** The command. */
  public PricesCheckCommand() {}

  @Override
  public String name() {
    return "prices check";
  }

  @Override
  public String summary() {
    return "Checks a price book, and prints what changed in it between two times.";
  }

  @Override
  public Class<PricesCheckOptions> options() {
    return PricesCheckOptions.class;
  }

  @Override
  public void run(PricesCheckOptions options, Terminal terminal) {
    boolean changes = !options.getFrom().isEmpty();
    if (changes != !options.getTo().isEmpty()) {
      throw new UserError("--from and --to: give both of them, or neither");
    }
    TimeRange range =
        changes
            ? EventRules.range("from", options.getFrom(), "to", options.getTo())
            : TimeRange.ALWAYS;
    LoadedBook loaded = PriceFiles.load(PricesOptions.filesOf(options));
    print(loaded, terminal.out());
    PriceFiles.requireGood(loaded);
    if (changes) {
      new BookChanges(loaded.book()).print(range, terminal.out());
    }
  }

  private static void print(LoadedBook loaded, PrintStream out) {
    for (BookFile file : loaded.files()) {
      out.printf("%-10s %,6d entries   %s%n", file.kind(), file.entries().size(), file.name());
    }
    out.printf(
        "%,d files, %,d names of models; %,d errors, %,d warnings, %,d notes%n",
        loaded.files().size(),
        loaded.book().names().size(),
        count(loaded, Finding.Severity.ERROR),
        count(loaded, Finding.Severity.WARNING),
        count(loaded, Finding.Severity.NOTE));
    List<Finding> worstFirst =
        loaded.findings().stream().sorted(Comparator.comparing(Finding::severity)).toList();
    for (Finding finding : worstFirst) {
      out.printf("%-8s %s%n", finding.severity().name().toLowerCase(Locale.ROOT), finding);
    }
  }

  private static long count(LoadedBook loaded, Finding.Severity severity) {
    return loaded.findings().stream().filter(one -> one.severity() == severity).count();
  }
}
