package io.tallybeam.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/** What happens to a stream. Each returns once all servers run again. */
enum Fault {
  /** kill -9 of a worker, at any moment. */
  TASK_MANAGER {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      kill(run, "taskmanager-" + (1 + random.nextInt(2)), random);
    }
  },
  /** kill -9 of both workers while a checkpoint is made. */
  IN_CHECKPOINT {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.job().triggerCheckpoint();
      Thread.sleep(random.nextInt(40));
      run.killed();
      run.servers().flink().kill("taskmanager-1");
      run.servers().flink().kill("taskmanager-2");
      run.servers().startAll();
    }
  },
  /** kill -9 of both workers when a commit has landed and the answer is on its way. */
  AFTER_COMMIT {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.proxy()
          .loseAfter(
              () -> {
                try {
                  run.killed();
                  run.servers().flink().kill("taskmanager-1");
                  run.servers().flink().kill("taskmanager-2");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      run.awaitLost(1);
      run.servers().startAll();
    }
  },
  /** kill -9 of the JobManager. */
  JOB_MANAGER {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      kill(run, "jobmanager", random);
    }
  },
  /** kill -9 of the broker. */
  BROKER {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.servers().kafka().kill("kafka");
      Thread.sleep(random.nextInt(2_000));
      run.servers().startAll();
    }
  },
  /** kill -9 of the catalog. */
  CATALOG {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.servers().catalog().kill("catalog");
      Thread.sleep(random.nextInt(2_000));
      run.servers().startAll();
    }
  },
  /** The answers to commits that have landed are lost, each in a way of its own. */
  LOST_ANSWERS {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      CatalogProxy.Answer[] ways = CatalogProxy.Answer.values();
      int first = random.nextInt(ways.length);
      for (int i = 0; i < 3; i++) {
        run.proxy().lose(ways[(first + i) % ways.length]);
      }
      run.awaitLost(3);
    }
  },
  /** Stopped with a savepoint, and resumed as another job with another parallelism. */
  SAVEPOINT {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      String savepoint = run.job().stop();
      run.submit("--savepointPath=" + savepoint, "--parallelism=" + (1 + random.nextInt(3)));
    }
  },
  /** Windows that are closed are replaced from the archive by a backfill meanwhile. */
  BACKFILL {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.backfillClosedWindows();
    }
  };

  abstract void strike(FaultRun run, Random random) throws IOException, InterruptedException;

  private static void kill(FaultRun run, String process, Random random)
      throws IOException, InterruptedException {
    run.killed();
    run.servers().flink().kill(process);
    Thread.sleep(random.nextInt(3_000));
    run.servers().startAll();
  }
}
