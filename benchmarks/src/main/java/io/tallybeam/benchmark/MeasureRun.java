package io.tallybeam.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallybeam.benchmark.answer.Answer;
import io.tallybeam.benchmark.answer.MetricsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.iceberg.Snapshot;

/** Submits a job by a command and waits until its table holds every event. */
final class MeasureRun {

  private static final long POLL_MILLIS = 1_000;
  private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED");

  private MeasureRun() {}

  /**
   * Takes {@code --flink}, the port of the cluster; {@code --catalog}, an URI; {@code --events};
   * {@code --taskManager} and {@code --jobManager}, process ids; {@code --answer}, a file for the
   * rows; and behind {@code --} the command. Prints the seconds from the job's start to the commit
   * that completed the table; CPU seconds and peak MiB of the TaskManager; and the same of the
   * JobManager.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = Arguments.of(args);
    long taskManager = arguments.number("taskManager");
    long jobManager = arguments.number("jobManager");
    ProcessUse taskBefore = ProcessUse.of(taskManager);
    ProcessUse jobBefore = ProcessUse.of(jobManager);
    Submission.run(arguments.command());
    FlinkRest flink = new FlinkRest(arguments.number("flink"));
    JsonNode job = flink.job();
    try (MetricsTable table = MetricsTable.rest(arguments.get("catalog"))) {
      Snapshot complete = await(table, arguments.number("events"), flink);
      ProcessUse task = ProcessUse.of(taskManager);
      ProcessUse manager = ProcessUse.of(jobManager);
      flink.cancel(job.get("jid").asText());
      System.out.printf(
          "%.2f %.1f %d %.1f %d%n",
          (complete.timestampMillis() - job.get("start-time").asLong()) / 1e3,
          task.cpuSeconds() - taskBefore.cpuSeconds(),
          task.peakMebibytes(),
          manager.cpuSeconds() - jobBefore.cpuSeconds(),
          manager.peakMebibytes());
      Answer.write(table, Path.of(arguments.get("answer")));
    }
  }

  private static Snapshot await(MetricsTable table, long events, FlinkRest flink)
      throws IOException, InterruptedException {
    while (true) {
      Snapshot complete = table.complete(events);
      if (complete != null) {
        return complete;
      }
      JsonNode job = flink.job();
      if (ENDED.contains(job.get("state").asText())) {
        throw new IllegalStateException("the job has ended: " + job);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
