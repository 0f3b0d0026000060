package io.tallybeam.catalog;

import io.tallybeam.sink.RowFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * All rows of a table in new files, as another engine writes them: by its partitioning and in its
 * order, whichever these are by now.
 */
public final class RewrittenFiles {

  private RewrittenFiles() {}

  /** As a compaction does it, which changes no row. */
  public static void compact(Table table) throws IOException {
    table.refresh();
    RewriteFiles rewrite = table.newRewrite();
    rewrite(table, rewrite::deleteFile, rewrite::addFile);
    rewrite.commit();
  }

  /** As an {@code INSERT OVERWRITE} does it. */
  public static void overwrite(Table table) throws IOException {
    table.refresh();
    OverwriteFiles overwrite = table.newOverwrite();
    rewrite(table, overwrite::deleteFile, overwrite::addFile);
    overwrite.commit();
  }

  private static void rewrite(Table table, Consumer<DataFile> removed, Consumer<DataFile> added)
      throws IOException {
    InternalRecordWrapper one = new InternalRecordWrapper(table.schema().asStruct());
    InternalRecordWrapper other = new InternalRecordWrapper(table.schema().asStruct());
    Map<String, List<Record>> partitions = new TreeMap<>();
    for (Record row : CommittedRows.records(table)) {
      PartitionKey key = new PartitionKey(table.spec(), table.schema());
      key.partition(one.wrap(row));
      partitions.computeIfAbsent(key.toPath(), path -> new ArrayList<>()).add(row);
    }
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> removed.accept(task.file()));
    }
    Comparator<StructLike> order =
        SortOrderComparators.forSchema(table.schema(), table.sortOrder());
    for (List<Record> rows : partitions.values()) {
      rows.sort((a, b) -> order.compare(one.wrap(a), other.wrap(b)));
      try (RowFile file = new RowFile(table, rows.get(0))) {
        rows.forEach(file::write);
        added.accept(file.finish());
      }
    }
  }
}
