package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.sink.RejectRows.Row;
import io.tallybeam.table.RejectedEventsTable;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardNameTest {

  private final Table table = RejectRows.newTable();

  @Test
  void isReadFromTheNamesOfFiles() throws IOException {
    DataFile some = RejectRows.file(table, List.of(new Row(0, "a", "text")));
    assertThat(ShardName.of(some), is(ShardName.NONE));
    for (ShardName shard :
        List.of(new ShardName(0, 1), new ShardName(3, 4), new ShardName(4095, 4096))) {
      DataFile file = file(shard, some);
      assertThat(file.location(), ShardName.of(file), is(shard));
      assertThat("of a copy", ShardName.of(RowFile.copy(table, file)), is(shard));
    }
  }

  private DataFile file(ShardName shard, DataFile like) throws IOException {
    var rows = RowFile.read(table, like).iterator();
    try (LazyFile file = new LazyFile(new RejectedEventsTable(), table, shard)) {
      file.write(rows.next());
      return file.finish();
    }
  }

  /** Other engines name their files by tasks and partitions of their own: these are no shards. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00002-4-%s-00001.parquet",
        "00002-4-%s-00001-deletes.parquet",
        "00002-0-%s-00001.parquet",
        "%s.parquet",
        "00002-4-%s-0-00001.parquet",
        "part-00002-4-%s-00001-shard.parquet",
        "00002-4-%s-00001-shard.orc"
      })
  void isNotReadFromOthers(String name) {
    String path = "memory:/table/data/window_start_day=1/" + String.format(name, UUID.randomUUID());
    DataFile file =
        DataFiles.builder(org.apache.iceberg.PartitionSpec.unpartitioned())
            .withPath(path)
            .withFormat("parquet")
            .withFileSizeInBytes(1)
            .withRecordCount(1)
            .build();
    assertThat(ShardName.of(file), is(ShardName.NONE));
  }
}
