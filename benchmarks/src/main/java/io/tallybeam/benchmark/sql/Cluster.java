package io.tallybeam.benchmark.sql;

import java.io.File;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A session cluster on this machine. */
final class Cluster {

  /** What a cluster does not have itself. */
  private static final String SHIPPED =
      ".*/(flink-(connector|json|table-(api|common|runtime))|iceberg-|hadoop-|kafka-|lz4-|snappy-"
          + "|sqlite-|zstd-|guava-|failureaccess-)[^/]*\\.jar";

  private Cluster() {}

  static StreamExecutionEnvironment at(long port, Configuration configuration) {
    return StreamExecutionEnvironment.createRemoteEnvironment(
        "localhost", (int) port, configuration, jars());
  }

  private static String[] jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> jar.matches(SHIPPED))
        .toArray(String[]::new);
  }
}
