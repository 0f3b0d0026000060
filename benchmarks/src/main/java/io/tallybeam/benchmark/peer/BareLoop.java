package io.tallybeam.benchmark.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import io.tallybeam.benchmark.Arguments;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The floor: one thread reads, parses and adds up in a map, and writes its rows to a file of text.
 * It checks nothing, rejects nothing and looks for no duplicates.
 */
public final class BareLoop {

  private static final int WINDOW_MINUTES = 15;
  private static final int BUFFER_BYTES = 256 << 10;

  private final Map<BareKey, BareSums> rows = new HashMap<>();
  private final BareCall call = new BareCall();

  private BareLoop() {}

  /**
   * Takes {@code --input}, a folder; {@code --output}, a file; and {@code --runs}, how often all of
   * it is done. Prints what the last of them took.
   */
  public static void main(String[] args) throws Exception {
    Arguments arguments = Arguments.of(args);
    TimedRuns.of(
        arguments.number("runs"),
        () -> {
          BareLoop loop = new BareLoop();
          loop.read(Path.of(arguments.get("input")));
          loop.write(Path.of(arguments.get("output")));
        });
  }

  private void read(Path folder) throws IOException {
    JsonFactory json = new JsonFactory();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ndjson*")) {
      for (Path file : files) {
        try (JsonParser parser = json.createParser(open(file))) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            call.read(parser);
            rows.computeIfAbsent(call.key(WINDOW_MINUTES), key -> new BareSums()).add(call);
          }
        }
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(in, BUFFER_BYTES);
    }
    return name.endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  private void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Map.Entry<BareKey, BareSums> row : rows.entrySet()) {
        BareKey key = row.getKey();
        LocalDateTime start = time(key.window() * WINDOW_MINUTES);
        out.write(start + "\t" + start.plusMinutes(WINDOW_MINUTES));
        out.write("\t" + key.tenant() + "\t" + key.provider() + "\t" + key.model());
        out.write("\t" + row.getValue() + "\n");
      }
    }
  }

  private static LocalDateTime time(long epochMinutes) {
    return LocalDateTime.ofEpochSecond(epochMinutes * 60, 0, ZoneOffset.UTC);
  }

  /** The minutes since the epoch of a time such as {@code 2026-03-02T00:00:01.837Z}. */
  static long minutes(String time) {
    long day =
        LocalDate.of(digits(time, 0, 4), digits(time, 5, 7), digits(time, 8, 10)).toEpochDay();
    return (day * 24 + digits(time, 11, 13)) * 60 + digits(time, 14, 16);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
