package io.tallybeam.catalog;

import io.tallybeam.error.UserError;
import io.tallybeam.table.WindowTable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/**
 * What of a table has to stay as it was made, whatever other engines do to it: rows are written and
 * read by the places of their columns, and a partition is a day.
 */
public final class TableShape {

  private static final String ELSEWHERE = "write into another --namespace or --warehouse";

  private TableShape() {}

  /**
   * Checks that {@code existing}, as it is loaded, has the columns of {@code table} in their places
   * and its partitions. Columns behind them do no harm.
   *
   * @throws UserError if it has not
   */
  public static void require(Table existing, WindowTable<?> table) {
    List<Types.NestedField> columns = table.schema().columns();
    List<Types.NestedField> found = existing.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (i == found.size() || !text(found.get(i)).equals(text(columns.get(i)))) {
        throw new UserError(misplaced(existing, table.schema(), i));
      }
    }
    String expected = partitions(table.partitionSpec());
    if (!partitions(existing.spec()).equals(expected)) {
      throw new UserError(
          String.format(
              "table %s is partitioned by %s and not by %s: partition it so again, or %s",
              name(existing), partitions(existing.spec()), expected, ELSEWHERE));
    }
  }

  /** The same, and that there are no columns behind them. */
  static void requireExactly(Table existing, WindowTable<?> table) {
    require(existing, table);
    int columns = table.schema().columns().size();
    if (existing.schema().columns().size() > columns) {
      throw new UserError(stranger(existing, existing.schema().columns().get(columns)));
    }
  }

  /** What is wrong with the {@code i}th column, and what to do. */
  private static String misplaced(Table existing, Schema schema, int i) {
    Types.NestedField column = schema.columns().get(i);
    Types.NestedField there = existing.schema().findField(column.name());
    if (there == null || !text(there).equals(text(column))) {
      return String.format(
          "table %s exists with another schema, its column %s is %s: %s, or drop it",
          name(existing), column.name(), there == null ? "missing" : type(there), ELSEWHERE);
    }
    Types.NestedField inItsPlace = existing.schema().columns().get(i);
    if (schema.findField(inItsPlace.name()) == null) {
      return stranger(existing, inItsPlace);
    }
    return String.format(
        "table %s: the column %s was moved; move it back (ALTER TABLE %1$s ALTER COLUMN %2$s %s)",
        name(existing),
        column.name(),
        i == 0 ? "FIRST" : "AFTER " + schema.columns().get(i - 1).name());
  }

  private static String stranger(Table existing, Types.NestedField column) {
    return String.format(
        "table %s has a column %s, which is none of Tallybeam's: drop the column, or %s",
        name(existing), column.name(), ELSEWHERE);
  }

  /** Names, types and nulls decide; a catalog may number the columns as it likes. */
  private static String text(Types.NestedField column) {
    return column.name() + " " + type(column);
  }

  private static String type(Types.NestedField column) {
    return column.type() + (column.isOptional() ? " or null" : "");
  }

  /** The order of the rows of {@code table} by the columns of {@code existing}. */
  public static SortOrder ownOrder(Table existing, WindowTable<?> table) {
    SortOrder.Builder own = SortOrder.builderFor(existing.schema());
    table.sortColumns().forEach(own::asc);
    return own.build();
  }

  /**
   * The order of {@code existing} that the rows of {@code table} are written in, which is its order
   * unless another engine has given it another one; unsorted if it never had it.
   */
  public static SortOrder order(Table existing, WindowTable<?> table) {
    SortOrder own = ownOrder(existing, table);
    return existing.sortOrders().values().stream()
        .filter(own::sameOrder)
        .findFirst()
        .orElse(SortOrder.unsorted());
  }

  /** By what a table or a file is partitioned, such as {@code day(window_start)}. */
  public static String partitions(PartitionSpec spec) {
    return spec.isUnpartitioned()
        ? "nothing"
        : spec.fields().stream()
            .map(by -> by.transform() + "(" + spec.schema().findColumnName(by.sourceId()) + ")")
            .collect(Collectors.joining(", "));
  }

  /** The name of a table for people, without that of the catalog, which is always the same. */
  public static String name(Table table) {
    return table.name().replaceFirst("^" + TableCatalog.NAME + "\\.", "");
  }
}
