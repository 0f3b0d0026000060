package io.tallybeam.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.focus.ExportFocusCommand;
import io.tallybeam.generate.GenerateCommand;
import io.tallybeam.late.LateCommand;
import io.tallybeam.latest.WindowsCommand;
import io.tallybeam.maintain.MaintainCommand;
import io.tallybeam.prices.PricesCheckCommand;
import io.tallybeam.prices.PricesExplainCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines run in this process as a user would run them, on the Direct runner. */
public final class CommandLine {

  static final List<String> DEFAULTS =
      List.of(
          "--runner=DirectRunner",
          "--enforceImmutability=false",
          "--enforceEncodability=false",
          "--targetParallelism=2");

  private CommandLine() {}

  /**
   * What a user sees of a run.
   *
   * @param exit the exit code
   * @param out all lines of the standard output
   * @param err all lines of the standard error
   */
  public record Outcome(int exit, List<String> out, List<String> err) {

    /** The same, if the run was done. */
    public Outcome done() {
      if (exit != Launcher.DONE) {
        throw new AssertionError("exit " + exit + ": " + err);
      }
      return this;
    }

    /** The lines on {@link #err} that are not progress. */
    public List<String> errors() {
      return err.stream().filter(line -> !line.matches("(Reading|Writing) .*")).toList();
    }
  }

  /** Runs a command line. */
  public static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit;
    try (PrintStream outStream = new PrintStream(out, true, UTF_8);
        PrintStream errStream = new PrintStream(err, true, UTF_8)) {
      exit =
          new Launcher(
                  "direct",
                  List.of(
                      new BackfillCommand(),
                      new GenerateCommand(),
                      new MaintainCommand(),
                      new LateCommand(),
                      new WindowsCommand(),
                      new PricesCheckCommand(),
                      new PricesExplainCommand(),
                      new ExportFocusCommand()),
                  DEFAULTS,
                  new Terminal(outStream, errStream, false))
              .run(args);
    }
    return new Outcome(exit, lines(out), lines(err));
  }

  /** Runs {@code backfill} of {@code input} into the embedded catalog of {@code warehouse}. */
  public static Outcome backfill(Path input, Path warehouse, String... more) {
    List<String> args = new ArrayList<>();
    args.add("backfill");
    args.add("--input=" + input);
    args.add("--warehouse=" + warehouse);
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** Runs {@code backfill} of {@code input} into the given catalog. */
  public static Outcome backfill(Path input, CatalogSettings catalog, String... more) {
    List<String> args = new ArrayList<>();
    args.add("backfill");
    args.add("--input=" + input);
    args.add(EdgeCatalog.option(catalog));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8).lines().toList();
  }
}
