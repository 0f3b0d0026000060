package io.tallybeam.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Event lines for runs of whole pipelines. */
public final class Events {

  private Events() {}

  /** A call of {@code tenant} at {@code time} with an id of its own. */
  public static String call(Instant time, String tenant, int number) {
    return String.format(
        "{\"tenant_id\":\"%s\",\"provider\":\"p\",\"model\":\"m\",\"tokens_input\":%d,"
            + "\"tokens_output\":%d,\"latency_ms\":%d.25,\"cost_usd\":0.0%d,\"cache_hit\":%b,"
            + "\"success\":%b,\"timestamp\":\"%s\",\"request_id\":\"%s-%d\"}",
        tenant,
        number,
        number % 7,
        number + 1,
        number,
        number % 2 == 0,
        number % 3 != 0,
        time,
        tenant,
        number);
  }

  /**
   * One call of {@code tenant} in each of {@code windows} of {@code minutes}, from {@code from}.
   */
  public static List<String> calls(Instant from, int windows, int minutes, String tenant) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      lines.add(call(from.plusSeconds(60L * minutes * i + 7), tenant, i + 1));
    }
    return lines;
  }

  /** Calls of three tenants at random times of {@code minutes} from {@code from}. */
  public static List<String> random(Random random, int count, Instant from, int minutes) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time = from.plusMillis(random.nextInt(minutes * 60_000));
      lines.add(call(time, "tenant-" + random.nextInt(3), random.nextInt(1_000_000)));
    }
    return lines;
  }

  /** Writes lines to a file. */
  public static Path write(Path file, List<String> lines) throws IOException {
    return Files.write(file, lines);
  }
}
