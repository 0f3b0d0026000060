package io.tallybeam.focus;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;

/** Counts rows on their way to the files. Mutable. */
final class ExportTotals implements Consumer<Record> {

  private final FocusFiles files;
  private long rows;
  private long unpriced;
  private BigDecimal billed = BigDecimal.valueOf(0, FocusSchema.SCALE);

  ExportTotals(FocusFiles files) {
    this.files = files;
  }

  @Override
  public void accept(Record row) {
    files.write(row);
    rows++;
    billed = billed.add(Cells.usd(row, "BilledCost"));
    // Rows of charges count the calls of the row of calls again.
    if (row.getField("x_CostStatus").equals("unpriced") && row.getField("x_Charge") == null) {
      unpriced += Cells.count(row, "x_Requests");
    }
  }

  ExportTotals plus(ExportTotals other) {
    ExportTotals sum = new ExportTotals(files);
    sum.rows = rows + other.rows;
    sum.unpriced = unpriced + other.unpriced;
    sum.billed = billed.add(other.billed);
    return sum;
  }

  long rows() {
    return rows;
  }

  void print(String what, PrintStream out) {
    out.printf("  %-30s %,12d rows %,26.12f USD%n", what, rows, billed);
  }

  void printUnpriced(PrintStream out) {
    if (unpriced > 0) {
      out.printf(
          "  %,d calls are unpriced: in rows of cost 0 with x_CostStatus unpriced%n", unpriced);
    }
  }
}
