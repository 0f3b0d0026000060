package io.tallybeam.benchmark.curve;

import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * One chart, both axes logarithmic: the median of the runs at each point, a line a peer.
 *
 * @param series which runs
 * @param unit what is upwards
 * @param figure of a run
 */
record Curve(String series, String unit, ToDoubleFunction<Point> figure) {

  JFreeChart draw(List<Point> all) {
    List<Point> points = all.stream().filter(point -> point.series().equals(series)).toList();
    XYSeriesCollection lines = new XYSeriesCollection();
    points.stream()
        .map(Point::peer)
        .distinct()
        .forEach(
            peer ->
                lines.addSeries(
                    line(peer, points.stream().filter(p -> p.peer().equals(peer)).toList())));
    XYPlot plot =
        new XYPlot(lines, axis(series), axis(unit), new XYLineAndShapeRenderer(true, true));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    JFreeChart chart = new JFreeChart(plot);
    chart.setBackgroundPaint(Color.WHITE);
    return chart;
  }

  private static LogAxis axis(String label) {
    LogAxis axis = new LogAxis(label);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    return axis;
  }

  private XYSeries line(String peer, List<Point> runs) {
    XYSeries line = new XYSeries(peer);
    runs.stream()
        .mapToDouble(Point::x)
        .distinct()
        .forEach(x -> line.add(x, median(runs.stream().filter(run -> run.x() == x).toList())));
    return line;
  }

  private double median(List<Point> runs) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
