package io.tallybeam.benchmark.curve;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.tallybeam.benchmark.Arguments;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws the runs of a curve: time above, memory below, against events and against tenants. */
final class DrawCurve {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;

  private DrawCurve() {}

  /** Takes {@code --runs}, a file of runs, and {@code --output}, an SVG file. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    List<Point> points = Point.read(Path.of(arguments.get("runs")));
    VectorGraphics2D graphics = new VectorGraphics2D();
    List<Curve> curves =
        List.of(
            new Curve("events", "seconds", Point::seconds),
            new Curve("tenants", "seconds", Point::seconds),
            new Curve("events", "MiB resident", Point::mebibytes),
            new Curve("tenants", "MiB resident", Point::mebibytes));
    for (int i = 0; i < curves.size(); i++) {
      Rectangle area = new Rectangle(i % 2 * WIDTH, i / 2 * HEIGHT, WIDTH, HEIGHT);
      curves.get(i).draw(points).draw(graphics, area);
    }
    Document svg =
        new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(2 * WIDTH, 2 * HEIGHT));
    try (OutputStream out = Files.newOutputStream(Path.of(arguments.get("output")))) {
      svg.writeTo(out);
    }
  }
}
