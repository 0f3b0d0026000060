package io.tallybeam.sink;

import java.io.Serializable;
import org.apache.iceberg.DataFile;

/**
 * A data file that no snapshot holds yet.
 *
 * @param table the name of its table
 * @param file the file
 */
public record WrittenFile(String table, DataFile file) implements Serializable {

  /** No path is used twice; Iceberg's files themselves have no equality. */
  @Override
  public boolean equals(Object other) {
    return other instanceof WrittenFile written
        && table.equals(written.table)
        && file.location().equals(written.file.location());
  }

  @Override
  public int hashCode() {
    return file.location().hashCode();
  }
}
