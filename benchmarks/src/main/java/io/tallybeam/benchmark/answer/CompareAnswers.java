package io.tallybeam.benchmark.answer;

import io.tallybeam.benchmark.Arguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Compares the answer of Tallybeam with another, row by row. */
public final class CompareAnswers {

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
    Optional<String> difference =
        difference(Path.of(arguments.get("ours")), Path.of(arguments.get("sql")), true);
    if (difference.isPresent()) {
      System.err.println("the answers differ: " + difference.get());
      System.exit(1);
    }
  }

  /**
   * The first difference of two answers, or nothing.
   *
   * @param wholeAverages whether the other has averages as Flink's SQL gives them, whole numbers
   *     rounded down
   */
  public static Optional<String> difference(Path ours, Path other, boolean wholeAverages)
      throws IOException {
    try (BufferedReader one = Files.newBufferedReader(ours);
        BufferedReader two = Files.newBufferedReader(other)) {
      while (true) {
        String left = one.readLine();
        String right = two.readLine();
        if (left == null && right == null) {
          return Optional.empty();
        }
        if (left == null
            || right == null
            || !equal(left.split("\t", -1), right.split("\t", -1), wholeAverages)) {
          return Optional.of(
              String.format("%n  %s: %s%n  %s: %s", ours, line(left), other, line(right)));
        }
      }
    }
  }

  private static String line(String line) {
    return line == null ? "no more rows" : line;
  }

  private static boolean equal(String[] ours, String[] other, boolean wholeAverages) {
    if (ours.length != other.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      boolean same;
      if (i < EXACT) {
        same = ours[i].equals(other[i]);
      } else if (wholeAverages && i >= RATES && i < AVERAGES) {
        same = whole(ours[i]).compareTo(whole(other[i])) == 0;
      } else {
        double one = Double.parseDouble(ours[i]);
        double two = Double.parseDouble(other[i]);
        same = Math.abs(one - two) <= TOLERANCE * Math.max(1, Math.abs(one));
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
