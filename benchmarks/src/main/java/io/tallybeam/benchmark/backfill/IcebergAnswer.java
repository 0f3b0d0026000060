package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.answer.Answer;
import io.tallybeam.benchmark.answer.MetricsTable;
import java.io.IOException;
import java.nio.file.Path;

/** The rows of the metrics table in a warehouse folder. */
final class IcebergAnswer {

  private IcebergAnswer() {}

  static void write(String catalog, Path warehouse, Path file) throws IOException {
    try (MetricsTable table = MetricsTable.embedded(catalog, warehouse)) {
      Answer.write(table, file);
    }
  }
}
