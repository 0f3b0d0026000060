package io.tallybeam.benchmark.backfill;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One figure of several runs.
 *
 * @param median of them
 * @param min the least
 * @param max the most
 */
record Figures(double median, double min, double max) {

  static Figures of(List<Run> runs, ToDoubleFunction<Use> figure) {
    double[] sorted = runs.stream().map(Run::use).mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Figures(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** The median, with the range. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median, min, max);
  }
}
