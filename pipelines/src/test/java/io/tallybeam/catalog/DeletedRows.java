package io.tallybeam.catalog;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;

/** Rows that are deleted as other engines do it: by files that say which, beside the data. */
public final class DeletedRows {

  private DeletedRows() {}

  /** Deletes the first row of each file of {@code table}. */
  public static void firstOfEachFile(Table table) throws IOException {
    OutputFileFactory paths = OutputFileFactory.builderFor(table, 0, 0).build();
    GenericAppenderFactory appenders = new GenericAppenderFactory(table.schema(), table.spec());
    List<DeleteFile> deletes = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        PositionDeleteWriter<Record> writer =
            appenders.newPosDeleteWriter(
                paths.newOutputFile(table.spec(), task.file().partition()),
                FileFormat.PARQUET,
                task.file().partition());
        try (writer) {
          writer.write(PositionDelete.<Record>create().set(task.file().location(), 0));
        }
        deletes.add(writer.toDeleteFile());
      }
    }
    var delta = table.newRowDelta();
    deletes.forEach(delta::addDeletes);
    delta.commit();
    table.refresh();
  }

  /**
   * Deletes the rows of a window, by a file that is of no partition: the table has none meanwhile.
   */
  public static void ofWindow(Table table, Instant start) throws IOException {
    table.updateSpec().removeField("window_start_day").commit();
    Record window = GenericRecord.create(table.schema().select("window_start"));
    window.setField("window_start", start.atOffset(ZoneOffset.UTC));
    int field = table.schema().findField("window_start").fieldId();
    EqualityDeleteWriter<Record> writer =
        new GenericAppenderFactory(
                table.schema(),
                table.spec(),
                new int[] {field},
                table.schema().select("window_start"),
                null)
            .newEqDeleteWriter(
                OutputFileFactory.builderFor(table, 0, 0).build().newOutputFile(),
                FileFormat.PARQUET,
                null);
    try (writer) {
      writer.write(window);
    }
    table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    table.updateSpec().addField(Expressions.day("window_start")).commit();
    table.refresh();
  }
}
