package io.tallybeam.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.table.OperationsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink sorts no element that is larger than its share of the managed memory. */
class SmallFlinkMemoryTest {

  private static final int CALLS = 80_000;

  @TempDir Path folder;

  @Test
  void onePieceOfWorkIsSortedInBuffersOfAMegabyte() throws IOException {
    Way way = new Way(List.of(".ndjson"), 1, false, 1L << 30, 1, 1, false).onFlink();
    Path archive = Files.createDirectory(folder.resolve("archive"));
    way.write(archive, new RandomEvents(12).plainCalls(CALLS), new Random(1));
    Path flink = Files.createDirectory(folder.resolve("flink"));
    Files.writeString(flink.resolve("flink-conf.yaml"), "taskmanager.memory.managed.size: 7m\n");

    TestWarehouse warehouse = new TestWarehouse(folder.resolve("warehouse"));
    warehouse.backfill(archive, way, "--flinkConfDir=" + flink);

    long calls =
        warehouse.tables().get(OperationsTable.METRICS).stream()
            .mapToLong(row -> (Long) row.get("total_requests"))
            .sum();
    assertThat(calls, is((long) CALLS));
  }
}
