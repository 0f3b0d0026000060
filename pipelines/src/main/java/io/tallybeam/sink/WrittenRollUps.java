package io.tallybeam.sink;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;

/** The files of {@link WriteWindows#ROLL_UPS}. */
public final class WrittenRollUps {

  private WrittenRollUps() {}

  /** Those of one table, by the place of the file whose rows they add up. */
  public static Map<String, DataFile> of(Iterable<byte[]> files) throws IOException {
    Map<String, DataFile> bySource = new HashMap<>();
    for (byte[] bytes : files) {
      WrittenFile written = WrittenFile.of(bytes);
      bySource.put(written.source(), written.file());
    }
    return bySource;
  }
}
