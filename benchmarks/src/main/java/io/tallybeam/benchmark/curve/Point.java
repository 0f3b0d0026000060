package io.tallybeam.benchmark.curve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run, as {@code curve.csv} has it.
 *
 * @param series {@code events} or {@code tenants}, which is then what differs
 * @param x how many of these
 * @param peer whose
 * @param seconds how long it took
 * @param mebibytes how much was resident at most
 */
record Point(String series, double x, String peer, double seconds, double mebibytes) {

  /** Reads all runs. */
  static List<Point> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = List.of(lines.get(0).split(",", -1));
    return lines.stream().skip(1).map(line -> of(names, line.split(",", -1))).toList();
  }

  private static Point of(List<String> names, String[] run) {
    String series = run[names.indexOf("series")];
    return new Point(
        series,
        Double.parseDouble(run[names.indexOf(series)]),
        run[names.indexOf("peer")],
        Double.parseDouble(run[names.indexOf("wall_seconds")]),
        Double.parseDouble(run[names.indexOf("resident_mebibytes")]));
  }
}
