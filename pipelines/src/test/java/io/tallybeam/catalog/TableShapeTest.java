package io.tallybeam.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowTable;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TableShapeTest {

  private static final WindowTable<?> REJECTED = new RejectedEventsTable();
  private static final String ELSEWHERE = "write into another --namespace or --warehouse";

  private TableCatalog catalog;

  @BeforeEach
  void make() {
    catalog =
        TableCatalog.open(
            new CatalogSettings(
                Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
    catalog.ensure(REJECTED, Map.of());
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private Table changed(UnaryOperator<UpdateSchema> change) {
    change.apply(catalog.load(REJECTED.name()).updateSchema()).commit();
    return catalog.load(REJECTED.name());
  }

  private static void assertTold(Table table, String told) {
    UserError error = assertThrows(UserError.class, () -> TableShape.require(table, REJECTED));
    assertThat(error.getMessage(), is("table test.rejected_events" + told));
  }

  /** A stream goes on; who starts one is told. */
  @Test
  void columnsBehindOursDoNoHarm() {
    Table table = changed(schema -> schema.addColumn("reviewed", Types.StringType.get()));

    TableShape.require(table, REJECTED);

    UserError error = assertThrows(UserError.class, () -> catalog.check(REJECTED, Map.of()));
    assertThat(
        error.getMessage(),
        is(
            "table test.rejected_events has a column reviewed, which is none of Tallybeam's: drop"
                + " the column, or "
                + ELSEWHERE));
  }

  @Test
  void columnsBetweenOursAreToBeDropped() {
    assertTold(
        changed(
            schema ->
                schema
                    .addColumn("reviewed", Types.StringType.get())
                    .moveAfter("reviewed", "reason")),
        " has a column reviewed, which is none of Tallybeam's: drop the column, or " + ELSEWHERE);
  }

  @Test
  void theFirstColumnIsMovedBackToTheFront() {
    assertTold(
        changed(schema -> schema.moveAfter("window_start", "event_time")),
        ": the column window_start was moved; move it back (ALTER TABLE test.rejected_events"
            + " ALTER COLUMN window_start FIRST)");
  }

  @Test
  void aColumnThatIsGoneIsNamed() {
    assertTold(
        changed(schema -> schema.deleteColumn("payload_bytes")),
        " exists with another schema, its column payload_bytes is missing: "
            + ELSEWHERE
            + ", or drop it");
  }

  @Test
  void aColumnOfAnotherTypeIsNamed() {
    assertTold(
        changed(schema -> schema.makeColumnOptional("position")),
        " exists with another schema, its column position is long or null: "
            + ELSEWHERE
            + ", or drop it");
  }
}
