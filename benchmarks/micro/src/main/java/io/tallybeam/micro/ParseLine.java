package io.tallybeam.micro;

import io.tallybeam.event.Call;
import io.tallybeam.event.EventParser;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Parsed;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * One line. Tallybeam checks UTF-8, names, ranges and doubled fields, reads an id and a region
 * besides, and money as a decimal; the others read the fields of the SQL and check the syntax only
 * as far as they must.
 */
public class ParseLine extends Part {

  private final LineReader jackson = new JacksonReader();
  private final LineReader fastjson2 = new Fastjson2Reader();
  private final LineReader dslJson = new DslJsonReader();
  private final EventParser tallybeam = LlmOpsFormat.INSTANCE.newParser();
  private byte[][] lines;
  private int next;

  /** Reads the lines, and compares what each reader gives. */
  @Setup
  public void read() throws IOException {
    lines = GeneratedLines.read();
    for (byte[] line : lines) {
      WantedFields ours = WantedFields.of((Call) LlmOpsFormat.INSTANCE.parse(line, 0, line.length));
      for (LineReader reader : List.of(jackson, fastjson2, dslJson)) {
        WantedFields theirs = reader.read(line);
        if (!theirs.equals(ours)) {
          throw new IllegalStateException(reader + " gives " + theirs + ", not " + ours);
        }
      }
    }
  }

  private byte[] line() {
    next = next + 1 == lines.length ? 0 : next + 1;
    return lines[next];
  }

  /** Ours, which reads plain lines from their bytes. */
  @Benchmark
  public Parsed tallybeam() {
    byte[] line = line();
    return tallybeam.parse(line, 0, line.length);
  }

  /** Our strict parser, which reads all others. */
  @Benchmark
  public Parsed strict() {
    byte[] line = line();
    return LlmOpsFormat.INSTANCE.parse(line, 0, line.length);
  }

  /** Jackson's streaming parser. */
  @Benchmark
  public WantedFields jackson() throws IOException {
    return jackson.read(line());
  }

  /** fastjson2's reader. */
  @Benchmark
  public WantedFields fastjson2() throws IOException {
    return fastjson2.read(line());
  }

  /** DSL-JSON's reader. */
  @Benchmark
  public WantedFields dslJson() throws IOException {
    return dslJson.read(line());
  }
}
