package io.tallybeam.faults;

import io.tallybeam.services.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to a stream. Each returns once all servers run again. */
enum Fault {
  /** kill -9 of a worker, at any moment. */
  TASK_MANAGER {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      run.killed();
      kill(run, run.servers().flink(), "taskmanager-" + (1 + random.nextInt(2)), random);
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
      run.killed();
      kill(run, run.servers().flink(), "jobmanager", random);
    }
  },
  /** kill -9 of the broker. */
  BROKER {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      kill(run, run.servers().kafka(), "kafka", random);
    }
  },
  /** kill -9 of the catalog. */
  CATALOG {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      kill(run, run.servers().catalog(), "catalog", random);
    }
  },
  /** The answers to commits that have landed are lost, in every way there is. */
  LOST_ANSWERS {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      List<CatalogProxy.Answer> ways = new ArrayList<>(List.of(CatalogProxy.Answer.values()));
      Collections.shuffle(ways, random);
      ways.forEach(run.proxy()::lose);
      run.awaitLost(ways.size());
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
  /** Stopped and resumed, and then resumed once more from the first of two savepoints. */
  OLDER_SAVEPOINT {
    @Override
    void strike(FaultRun run, Random random) throws IOException, InterruptedException {
      String older = run.job().stop();
      run.submit("--savepointPath=" + older, "--parallelism=2");
      run.job().awaitCheckpoint(System.currentTimeMillis());
      Thread.sleep(random.nextInt(4_000));
      run.job().stop();
      run.submit("--savepointPath=" + older, "--parallelism=2");
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

  private static void kill(FaultRun run, Service service, String process, Random random)
      throws IOException, InterruptedException {
    service.kill(process);
    Thread.sleep(random.nextInt(3_000));
    run.servers().startAll();
  }
}
