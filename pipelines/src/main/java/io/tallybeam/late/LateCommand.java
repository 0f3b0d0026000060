package io.tallybeam.late;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.ChosenCatalog;
import io.tallybeam.launch.EventRules;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.table.LateEventsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.Table;

/** {@code late}: the windows that want a backfill, and how to run it. */
public final class LateCommand implements PipelineCommand<LateOptions> {

  private static final String ROW = "  %-22s %12s %9s   %-24s   %-24s   %s%n";

  /** The command. */
  public LateCommand() {}

  @Override
  public String name() {
    return "late";
  }

  @Override
  public String summary() {
    return "Lists the windows that events came too late for, and the backfills that count them.";
  }

  @Override
  public Class<LateOptions> options() {
    return LateOptions.class;
  }

  @Override
  public void run(LateOptions options, Terminal terminal) throws IOException {
    EventRules.range("earliest", options.getEarliest(), "latest", options.getLatest());
    CatalogSettings settings = ChosenCatalog.existing(options);
    String name = settings.namespace() + "." + LateEventsTable.NAME;
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Optional<Table> table = catalog.find(LateEventsTable.NAME);
      if (table.isEmpty()) {
        // Nothing is an empty list for machines.
        (options.isJson() ? terminal.err() : terminal.out())
            .printf(
                "No window wants a backfill: there is no table %s; the first streaming run makes"
                    + " it%n",
                name);
        return;
      }
      LateWindows windows = LateWindows.read(table.get());
      if (options.isJson()) {
        printJson(windows, terminal.out());
      } else if (windows.byStart().isEmpty()) {
        terminal.out().printf("No window wants a backfill: %s is empty%n", name);
      } else {
        print(windows, options, terminal.out());
      }
    }
  }

  private static void printJson(LateWindows windows, PrintStream out) {
    windows
        .byStart()
        .forEach(
            (start, late) ->
                out.printf(
                    "{\"window_start\":\"%s\",\"window_end\":\"%s\",\"events\":%d,\"tenants\":%d,"
                        + "\"first_event_time\":\"%s\",\"last_event_time\":\"%s\","
                        + "\"worst_late_by_ms\":%d}%n",
                    Instant.ofEpochMilli(start),
                    Instant.ofEpochMilli(windows.size().endOf(start)),
                    late.events(),
                    late.tenants(),
                    late.first(),
                    late.last(),
                    late.worstMillis()));
  }

  private static void print(LateWindows windows, LateOptions options, PrintStream out) {
    out.printf("%,d late events in %,d windows%n%n", windows.events(), windows.byStart().size());
    out.printf(ROW, "window", "late events", "tenants", "first event", "last event", "latest by");
    windows
        .byStart()
        .forEach(
            (start, late) ->
                out.printf(
                    ROW,
                    Instant.ofEpochMilli(start),
                    String.format("%,d", late.events()),
                    String.format("%,d", late.tenants()),
                    late.first(),
                    late.last(),
                    text(late.worstMillis())));
    out.printf("%nA backfill counts them and takes them off this list:%n");
    BackfillLines.of(runner(options), options, windows).forEach(line -> out.printf("  %s%n", line));
  }

  private static String text(long millis) {
    return Duration.ofMillis(millis).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** The folder in {@code runners/} whose defaults name this runner of Beam. */
  static String runner(LateOptions options) {
    String name = options.getRunner().getSimpleName();
    return name.replaceFirst("Runner$", "").toLowerCase(Locale.ROOT);
  }
}
