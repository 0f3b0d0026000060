package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class SinkClaimTest {

  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> SAVEPOINT = Optional.of("--savepointPath");

  @Test
  void holdsForAllLaterStarts() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--shards=8"), NONE);

      UserError other =
          assertThrows(
              UserError.class, () -> SinkClaim.make(table(catalog), plan("--shards=4"), NONE));

      assertThat(other.getMessage(), containsString("the sink tallybeam has 8"));
    }
  }

  @Test
  void leavesNoTraceOfAStartThatFailed() {
    try (TableCatalog catalog = catalog()) {
      Map<String, String> none = table(catalog).properties();
      SinkClaim.make(table(catalog), plan("--shards=8"), NONE).withdraw(table(catalog));
      assertThat(table(catalog).properties(), is(none));

      SinkClaim.make(table(catalog), plan("--allowedLateness=2h"), NONE);
      Map<String, String> first = table(catalog).properties();
      SinkClaim.make(table(catalog), plan("--allowedLateness=1h"), SAVEPOINT)
          .withdraw(table(catalog));
      assertThat(table(catalog).properties(), is(first));
    }
  }

  /** Windows that were let go would open again, without their calls, and replace whole rows. */
  @Test
  void allowedLatenessOnlyGetsShorter() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--allowedLateness=1h"), NONE);

      UserError longer =
          assertThrows(
              UserError.class,
              () -> SinkClaim.make(table(catalog), plan("--allowedLateness=61m"), SAVEPOINT));
      assertThat(longer.getMessage(), startsWith("--allowedLateness"));
      SinkClaim.make(table(catalog), plan("--allowedLateness=1h"), SAVEPOINT);
      SinkClaim.make(table(catalog), plan("--allowedLateness=59m"), SAVEPOINT);
      assertThrows(
          UserError.class,
          () -> SinkClaim.make(table(catalog), plan("--allowedLateness=1h"), SAVEPOINT));
    }
  }

  /** It would open windows that it never read, and put them in the place of whole ones. */
  @Test
  void aStreamGoesOnFromWhereItBegan() {
    try (TableCatalog catalog = catalog()) {
      String noon = "2026-01-01T12:00:00Z";
      UserError unknown = assertThrows(UserError.class, () -> start(catalog, ""));
      assertThat(unknown.getMessage(), containsString("give earliest, or the time"));
      assertThat(start(catalog, noon), is(noon));
      SinkClaim.make(table(catalog), plan("--startFrom=" + noon), NONE);

      assertThat(start(catalog, ""), is(noon));
      assertThat(start(catalog, "2026-01-01T12:00:00.000Z"), is("2026-01-01T12:00:00.000Z"));
      for (String other : List.of("earliest", "2026-01-01T13:00:00Z")) {
        UserError mistake = assertThrows(UserError.class, () -> start(catalog, other));
        assertThat(mistake.getMessage(), containsString("was begun from " + noon));
      }
      SinkClaim.make(table(catalog), plan("--startFrom=" + noon), SAVEPOINT);
      assertThat(start(catalog, ""), is(noon));
    }
  }

  /** The savepoint may be of each of them. */
  @Test
  void aSinkThatWasBegunTwiceIsToldFromWhichOneItGoesOn() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--group=first"), NONE);
      assertThat(start(catalog, ""), is("earliest"));
      SinkClaim.make(table(catalog), plan("--startFrom=2026-01-01T12:00:00Z"), NONE);

      UserError which = assertThrows(UserError.class, () -> start(catalog, ""));
      assertThat(which.getMessage(), containsString("earliest and 2026-01-01T12:00:00Z"));
      assertThat(start(catalog, "earliest"), is("earliest"));
      assertThat(start(catalog, "2026-01-01T12:00:00Z"), is("2026-01-01T12:00:00Z"));
    }
  }

  private static String start(TableCatalog catalog, String asked) {
    return SinkClaim.start(table(catalog).properties(), "tallybeam", asked);
  }

  @Test
  void aSinkHasOneSourceAndASavepointOneTopic() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--topic=calls"), NONE);

      UserError source =
          assertThrows(
              UserError.class, () -> SinkClaim.make(table(catalog), plan("--topic=new"), NONE));
      assertThat(source.getMessage(), containsString("--source=calls"));
      SinkClaim.make(table(catalog), plan("--topic=new", "--source=calls"), NONE);
      UserError topic =
          assertThrows(
              UserError.class,
              () ->
                  SinkClaim.make(
                      table(catalog), plan("--topic=newer", "--source=calls"), SAVEPOINT));
      assertThat(topic.getMessage(), containsString("--topic=newer: the stream to go on from"));
    }
  }

  /** Its offsets are of records that nobody has any more. */
  @Test
  void aSavepointIsOfNoTopicThatWasMadeAnew() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--topic=calls").withTopic("first", 3), NONE);

      for (String option : List.of("--savepointPath", "--update")) {
        UserError anew =
            assertThrows(
                UserError.class,
                () ->
                    SinkClaim.make(
                        table(catalog),
                        plan("--topic=calls").withTopic("second", 3),
                        Optional.of(option)));
        assertThat(anew.getMessage(), containsString("--topic=calls: was made anew since"));
        assertThat(anew.getMessage(), endsWith("start without " + option));
      }
      SinkClaim.make(table(catalog), plan("--topic=calls").withTopic("first", 3), SAVEPOINT);
      // A broker of an old protocol gives none.
      SinkClaim.make(table(catalog), plan("--topic=calls").withTopic("", 3), SAVEPOINT);
    }
  }

  /** It took no note of the id. */
  @Test
  void aClaimOfAnEarlierBuildHoldsForEachTopicOfTheName() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--topic=calls").withTopic("first", 3), NONE);
      table(catalog).updateProperties().remove("tallybeam.sink.tallybeam.topic-id").commit();

      SinkClaim.make(table(catalog), plan("--topic=calls").withTopic("second", 3), SAVEPOINT);

      assertThrows(
          UserError.class,
          () ->
              SinkClaim.make(
                  table(catalog), plan("--topic=calls").withTopic("first", 3), SAVEPOINT));
    }
  }

  @Test
  void partitionsThatTheStateDoesNotKnowAreSaidInTheRunnersTerms() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan().withTopic("id", 2), NONE);

      UserError more =
          assertThrows(
              UserError.class,
              () -> SinkClaim.make(table(catalog), plan(), Optional.of("--update")));

      assertThat(more.getMessage(), startsWith("--update: the stream reads 2 partitions, "));
      assertThat(more.getMessage(), containsString("start without --update, --startFrom a window"));
    }
  }

  /** Rows of a window are replaced whoever wrote them. */
  @Test
  void aSecondSinkSaysFromWhichWindowOn() {
    try (TableCatalog catalog = catalog()) {
      SinkClaim.make(table(catalog), plan("--sinkId=a.b"), NONE);
      Map<String, String> first = table(catalog).properties();

      for (String start : List.of("", "earliest")) {
        UserError mistake =
            assertThrows(
                UserError.class,
                () -> SinkClaim.make(table(catalog), plan("--startFrom=" + start), NONE));
        assertThat(mistake.getMessage(), containsString("--sinkId=tallybeam: the stream a.b "));
        assertThat(mistake.getMessage(), containsString("--namespace"));
        assertThat(mistake.getMessage(), containsString("--startFrom"));
      }
      assertThat(table(catalog).properties(), is(first));
      SinkClaim.make(table(catalog), plan("--startFrom=2026-01-01T12:00:00Z"), NONE);

      // What goes on from a state goes on with its own windows.
      SinkClaim.make(table(catalog), plan("--sinkId=a.b"), SAVEPOINT);
      SinkClaim.make(table(catalog), plan("--startFrom=2026-01-01T12:00:00Z"), SAVEPOINT);
      assertThrows(
          UserError.class, () -> SinkClaim.make(table(catalog), plan("--sinkId=a.b"), NONE));
    }
  }

  private static StreamingPlan plan(String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--bootstrapServers=h:1", "--catalogProperties=type=rest"));
    return StreamingPlan.of(
            PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(StreamOptions.class))
        .withTopic("id", 3);
  }

  private static Table table(TableCatalog catalog) {
    return catalog.load(OperationsTable.METRICS);
  }

  private static TableCatalog catalog() {
    TableCatalog catalog =
        TableCatalog.open(
            new CatalogSettings(
                Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
    RunTables.make(catalog, plan("--shards=8").settings().fold().windows(), ZoneOffset.UTC);
    return catalog;
  }
}
