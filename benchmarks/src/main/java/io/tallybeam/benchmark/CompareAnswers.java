package io.tallybeam.benchmark;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares the answer of Tallybeam with that of the SQL, row by row. */
final class CompareAnswers {

  /** The key and the counts: what is before the sums of doubles. */
  private static final int EXACT = 6;

  private static final int RATES = 8;
  private static final int AVERAGES = 11;

  /** A sum of doubles depends on their order. */
  private static final double TOLERANCE = 1e-9;

  private CompareAnswers() {}

  /**
   * Takes {@code --ours} and {@code --sql}, files of {@link Answer}. Exits with 1 if they differ.
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    List<String> ours = Files.readAllLines(Path.of(arguments.get("ours")));
    List<String> sql = Files.readAllLines(Path.of(arguments.get("sql")));
    int rows = Math.min(ours.size(), sql.size());
    for (int i = 0; i < rows; i++) {
      if (!equal(ours.get(i).split("\t", -1), sql.get(i).split("\t", -1))) {
        System.err.printf("the answers differ:%n  %s%n  %s%n", ours.get(i), sql.get(i));
        System.exit(1);
      }
    }
    if (ours.size() != sql.size()) {
      System.err.printf("the answers differ: %d rows and %d%n", ours.size(), sql.size());
      System.exit(1);
    }
  }

  private static boolean equal(String[] ours, String[] sql) {
    for (int i = 0; i < ours.length; i++) {
      boolean same;
      if (i < EXACT) {
        same = ours[i].equals(sql[i]);
      } else if (i >= RATES && i < AVERAGES) {
        // The SQL gives whole numbers, rounded down.
        same = whole(ours[i]).compareTo(whole(sql[i])) == 0;
      } else {
        double one = Double.parseDouble(ours[i]);
        double other = Double.parseDouble(sql[i]);
        same = Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one));
      }
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal whole(String number) {
    return new BigDecimal(number).setScale(0, RoundingMode.DOWN);
  }
}
