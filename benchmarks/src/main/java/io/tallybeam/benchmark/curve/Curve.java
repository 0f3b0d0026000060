package io.tallybeam.benchmark.curve;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.theme.MatlabTheme;

/**
 * One chart, both axes logarithmic: the median of the runs at each point, a line a peer.
 *
 * @param series which runs
 * @param unit what is upwards
 * @param figure of a run
 */
record Curve(String series, String unit, ToDoubleFunction<Point> figure) {

  XYChart draw(List<Point> all, int width, int height) {
    List<Point> points = all.stream().filter(point -> point.series().equals(series)).toList();
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .xAxisTitle(series)
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setTheme(new MatlabTheme());
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    points.stream().map(Point::peer).distinct().forEach(peer -> addLine(chart, peer, points));
    return chart;
  }

  private void addLine(XYChart chart, String peer, List<Point> points) {
    List<Point> own = points.stream().filter(point -> point.peer().equals(peer)).toList();
    double[] x = own.stream().mapToDouble(Point::x).distinct().sorted().toArray();
    double[] y =
        Arrays.stream(x)
            .map(at -> median(own.stream().filter(point -> point.x() == at).toList()))
            .toArray();
    chart.addSeries(peer, x, y);
  }

  private double median(List<Point> runs) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
