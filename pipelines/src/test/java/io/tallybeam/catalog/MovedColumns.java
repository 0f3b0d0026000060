package io.tallybeam.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.fail;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Columns that another engine has moved, and what a user is told of them. */
public final class MovedColumns {

  private MovedColumns() {}

  /** Checks that {@code run} ends by the one line that tells how {@code column} is moved back. */
  public static void assertTold(Executable run, String table, String column, String before) {
    String told =
        String.format(
            "table %s: the column %s was moved; move it back (ALTER TABLE %1$s ALTER COLUMN %2$s"
                + " AFTER %s)",
            table, column, before);
    try {
      run.execute();
    } catch (Throwable e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UserError) {
          assertThat(cause.getMessage(), is(told));
          return;
        }
      }
      throw new AssertionError(e);
    }
    fail("nothing was told");
  }

  /** The data files in the folder of a table, whether it knows them or not. */
  public static List<Path> filesOnDisk(Path warehouse, String table) throws IOException {
    Path data = warehouse.resolve(CommittedRows.NAMESPACE).resolve(table).resolve("data");
    if (!Files.exists(data)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }
}
