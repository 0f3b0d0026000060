package io.tallybeam.focus;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.ChosenCatalog;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** {@code export-focus}: a month of costs in the columns of FOCUS 1.2, as CSV and as Parquet. */
public final class ExportFocusCommand implements PipelineCommand<ExportFocusOptions> {

  /** The command. */
  public ExportFocusCommand() {}

  @Override
  public String name() {
    return "export-focus";
  }

  @Override
  public String summary() {
    return "Writes a month of costs as FOCUS 1.2, in CSV and in Parquet, for tools of FinOps.";
  }

  @Override
  public Class<ExportFocusOptions> options() {
    return ExportFocusOptions.class;
  }

  @Override
  public void run(ExportFocusOptions options, Terminal terminal) throws IOException {
    BillingMonth month = BillingMonth.parse(options.getMonth());
    Path folder = LocalFolder.of("output", options.getOutput());
    CatalogSettings settings = ChosenCatalog.existing(options);
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      FocusExport export = FocusExport.fresh(month, catalog);
      try (FocusFiles files = open(folder, month)) {
        write(export, files, terminal.out());
      }
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      throw new UserError(
          "--namespace="
              + options.getNamespace()
              + ": it has no table "
              + FocusExport.DAILY
              + ", which the first backfill or stream makes",
          e);
    }
  }

  private static FocusFiles open(Path folder, BillingMonth month) {
    try {
      return new FocusFiles(LocalFolder.make(folder), month);
    } catch (IOException e) {
      throw new UserError(
          "--output=" + folder + ": no files can be written there (" + e.getMessage() + ")", e);
    }
  }

  private static void write(FocusExport export, FocusFiles files, PrintStream out)
      throws IOException {
    ExportTotals usage = new ExportTotals(files);
    export.usage(usage);
    ExportTotals takenOut = new ExportTotals(files);
    export.takenOut(takenOut);
    ExportTotals corrections = new ExportTotals(files);
    export.corrections(corrections);
    List<Path> paths = files.finish();

    ExportTotals all = usage.plus(takenOut).plus(corrections);
    if (all.rows() == 0) {
      out.printf("No rows in %s: the files hold the names of the columns only%n", export.month());
    } else {
      out.printf("FOCUS 1.2 of %s%n", export.month());
      usage.print("usage", out);
      takenOut.print("changed later, billed then", out);
      corrections.print("corrections of earlier months", out);
      all.print("billed", out);
      all.printUnpriced(out);
    }
    paths.forEach(path -> out.println(path));
  }
}
