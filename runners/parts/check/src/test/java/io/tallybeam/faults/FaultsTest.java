package io.tallybeam.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills and restarts at seeded moments; in the end nothing is lost and nothing is there twice.
 *
 * <p>{@code -Dtallybeam.faults.seeds=50} runs 50 seeds with other faults in each, from 0 or {@code
 * -Dtallybeam.faults.first} on.
 */
class FaultsTest {

  /** What a build has time for. */
  private static final List<List<Fault>> SHORT =
      List.of(
          List.of(Fault.BACKFILL, Fault.TASK_MANAGER, Fault.SAVEPOINT),
          List.of(Fault.JOB_MANAGER, Fault.LOST_ANSWERS, Fault.OLDER_SAVEPOINT));

  private static final long FIRST = Long.getLong("tallybeam.faults.first", 0);

  @TempDir static Path folder;
  private static Servers servers;
  private static CatalogProxy proxy;
  private static final List<Long> RECOVERIES = new ArrayList<>();

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + Long.getLong("tallybeam.faults.seeds", SHORT.size()));
  }

  @BeforeAll
  static void start() throws Exception {
    servers = Servers.start(folder.toRealPath());
    proxy = new CatalogProxy(servers.catalogAddress());
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      servers.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    Collections.sort(RECOVERIES);
    if (!RECOVERIES.isEmpty()) {
      System.out.printf(
          "recovery after %d kills: median %.1f s, from %.1f to %.1f s%n",
          RECOVERIES.size(),
          RECOVERIES.get(RECOVERIES.size() / 2) / 1000.0,
          RECOVERIES.get(0) / 1000.0,
          RECOVERIES.get(RECOVERIES.size() - 1) / 1000.0);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostAndNothingIsThereTwice(long seed) throws Exception {
    List<Fault> faults = faults(seed);
    if (seed > FIRST) {
      servers.startFlinkAnew();
    }
    List<Long> recoveries;
    try {
      recoveries = run(seed, 0, faults);
    } catch (FaultRun.RecordTwice e) {
      System.out.printf("seed %d: the broker took a record twice; once more%n", seed);
      servers.startFlinkAnew();
      recoveries = run(seed, 1, faults);
    }
    RECOVERIES.addAll(recoveries);
    System.out.printf("seed %d: %s, lost 0, twice 0, recovery %s ms%n", seed, faults, recoveries);
  }

  private static List<Long> run(long seed, int attempt, List<Fault> faults) throws Exception {
    return new FaultRun(servers, proxy, folder.toRealPath(), seed, attempt, faults).run();
  }

  /** Other seeds than those of a build have any three. */
  private static List<Fault> faults(long seed) {
    if (seed < SHORT.size()) {
      return SHORT.get((int) seed);
    }
    List<Fault> all = new ArrayList<>(Arrays.asList(Fault.values()));
    Collections.shuffle(all, new Random(seed));
    if (FaultRun.hasLateEvents(seed)) {
      // It would count them.
      all.remove(Fault.BACKFILL);
    }
    List<Fault> three = new ArrayList<>(all.subList(0, 3));
    if (three.remove(Fault.BACKFILL)) {
      // It waits until nearly all is written: one behind it would wait for commits in vain.
      three.add(Fault.BACKFILL);
    }
    return three;
  }
}
