package io.tallybeam.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.raw.ArchivedFolder;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.LateEventsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The raw archive that a stream writes, and the tables that a backfill makes of it. */
record ReplayedArchive(Path archive, String topic) {

  private static final int PATIENCE_SECONDS = 60;

  /** Waits until the last record of every partition is in it. */
  void await(WrittenTopic script) throws IOException, InterruptedException {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      if (isComplete(script)) {
        return;
      }
      Thread.sleep(1_000);
    }
    throw new AssertionError("not complete: " + new ArchivedFolder(archive).published());
  }

  private boolean isComplete(WrittenTopic script) throws IOException {
    if (!Files.exists(archive)) {
      return false;
    }
    for (int partition = 0; partition < WrittenTopic.PARTITIONS; partition++) {
      List<ArchivedFolder.Published> files =
          new ArchivedFolder(archive).published(topic, partition);
      long last = files.isEmpty() ? -1 : files.get(files.size() - 1).last();
      if (last != script.recordsOf(partition) - 1) {
        return false;
      }
    }
    return true;
  }

  /** Backfills it as {@code runners/run direct backfill} does, to where {@code more} says. */
  void backfill(String... more) throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "backfill",
                "--input=" + archive + "/" + topic + "/*/*",
                "--redact=false",
                "--rejectsAllowed=100%"));
    args.addAll(List.of(more));
    Launched launched = Launched.of("direct", args);
    assertThat(launched.toString(), launched.exit(), is(0));
  }

  /** The tables of a backfill of all of it. */
  Map<String, List<Map<String, Object>>> tables() throws IOException, InterruptedException {
    Path warehouse = archive.resolveSibling(topic + "-replayed");
    backfill("--warehouse=" + warehouse, "--source=archive");
    Map<String, List<Map<String, Object>>> tables = new TestWarehouse(warehouse).tables();
    tables.remove(LateEventsTable.NAME);
    tables.remove(CostAdjustmentsTable.NAME);
    return tables;
  }
}
