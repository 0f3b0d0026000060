package io.tallybeam.benchmark.backfill;

import java.nio.file.Path;

/**
 * Where the benchmark runs.
 *
 * @param root of the repository
 * @param flink the folder of the session cluster
 * @param flinkPort its port
 */
record Site(Path root, Path flink, long flinkPort) {

  String script(String name) {
    return root.resolve(name).toString();
  }
}
