package io.tallybeam.sink;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;

/**
 * Of which shard of tenants all rows of a data file are, as its name tells.
 *
 * <p>Iceberg names files {@code <partition>-<task>-<operation>-<count>}: the shard stands in the
 * place of the partition, the number of shards in that of the task. So a correction finds the file
 * that it replaces without reading any. The name ends in {@value #SUFFIX}, which files of other
 * writers with such numbers do not.
 *
 * @param shard from 0
 * @param shards how many there are, or 0 where rows are of no particular shard
 */
public record ShardName(int shard, int shards) {

  /** The end of the name of a file of one shard. */
  static final String SUFFIX = "shard";

  /** Rows are of no particular shard. */
  public static final ShardName NONE = new ShardName(0, 0);

  private static final Pattern NAME =
      Pattern.compile("(\\d{5,9})-(\\d{1,9})-[0-9a-f-]{36}-\\d{5}-shard\\.parquet");

  /** What the name of {@code file} tells. */
  public static ShardName of(DataFile file) {
    String location = file.location();
    Matcher name = NAME.matcher(location.substring(location.lastIndexOf('/') + 1));
    return name.matches()
        ? new ShardName(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)))
        : NONE;
  }
}
