package io.tallybeam.micro;

import io.tallybeam.event.Call;
import io.tallybeam.event.LlmOpsFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Some thousand events of the generator, from the folder that {@code tallybeam.lines} names. */
final class GeneratedLines {

  /** How many there are. */
  static final int COUNT = 4096;

  private GeneratedLines() {}

  /** The lines, without their line feeds. */
  static byte[][] read() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    Path folder = Path.of(System.getProperty("tallybeam.lines"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ndjson")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          lines.add(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    if (lines.size() != COUNT) {
      throw new IllegalStateException(lines.size() + " lines, not " + COUNT);
    }
    return lines.toArray(byte[][]::new);
  }

  /** The calls of these lines; each is one. */
  static Call[] calls() throws IOException {
    byte[][] lines = read();
    Call[] calls = new Call[lines.length];
    for (int i = 0; i < lines.length; i++) {
      calls[i] = (Call) LlmOpsFormat.INSTANCE.parse(lines[i], 0, lines[i].length);
    }
    return calls;
  }
}
