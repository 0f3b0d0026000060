package io.tallybeam.sink;

import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;

/** What a stream may have written, from a seed. */
final class RandomFired {

  private final Random random;
  private final List<DataFile> files;

  /** Of {@code files}, if any. */
  RandomFired(Random random, List<DataFile> files) {
    this.random = random;
    this.files = files;
  }

  Fired next() throws IOException {
    List<WrittenFile> written = new ArrayList<>();
    for (DataFile file : files) {
      if (random.nextBoolean()) {
        written.add(WrittenFile.ofWindows("table-" + random.nextInt(3), file));
      }
    }
    if (random.nextInt(3) == 0) {
      return Fired.letters(written, counts());
    }
    return new Fired(
        window(),
        new ShardName(random.nextInt(4), 4),
        random.nextInt(9),
        random.nextBoolean() ? Key.NO_WINDOW : random.nextLong(),
        written,
        counts());
  }

  private long window() {
    return 900_000L * (random.nextInt(8) - 2);
  }

  Map<Long, LedgerCounts> counts() {
    Map<Long, LedgerCounts> counts = new TreeMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      counts.put(
          random.nextInt(6) == 0 ? Key.NO_WINDOW : window(),
          LedgerCounts.of(
              random.nextInt(1_000),
              random.nextInt(300),
              random.nextInt(20) - 10,
              random.nextInt(5),
              random.nextInt(5),
              random.nextInt(5),
              random.nextInt(5)));
    }
    return counts;
  }

  private static DataFile file(WrittenFile written) {
    try {
      return written.file();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is in {@code fired}, to be compared. */
  static String text(Fired fired) {
    StringBuilder text = new StringBuilder();
    text.append(fired.windowStart())
        .append(' ')
        .append(fired.shard())
        .append(' ')
        .append(fired.firing());
    text.append(fired.watermark()).append(' ').append(text(fired.counts()));
    for (WrittenFile written : fired.files()) {
      DataFile file = file(written);
      text.append(' ').append(written.table()).append('=').append(file.location());
      text.append(file.recordCount()).append(file.partition());
      text.append(file.valueCounts());
      new TreeMap<>(file.lowerBounds()).forEach((id, bound) -> text.append(id).append(hex(bound)));
    }
    return text.toString();
  }

  private static String hex(ByteBuffer bound) {
    byte[] bytes = new byte[bound.remaining()];
    bound.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String text(Map<Long, LedgerCounts> counts) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(counts)
        .forEach(
            (window, c) -> {
              List<Long> all =
                  List.of(
                      c.read(),
                      c.aggregated(),
                      c.duplicates(),
                      c.conflictingDuplicates(),
                      c.rejected(),
                      c.outsideRange(),
                      c.late());
              text.append(window).append(all);
            });
    return text.toString();
  }
}
