package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.topic.TopicCheck;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FreshStartTest {

  private static final TopicCheck WHOLE = new TopicCheck("id", 1, Map.of(), Map.of(0, 9L));
  private static final TopicCheck CUT = new TopicCheck("id", 1, Map.of(0, 5L), Map.of(0, 9L));
  private static final TopicCheck ANEW = new TopicCheck("new", 1, Map.of(), Map.of(0, 9L));

  private TableCatalog catalog;
  private Table metrics;

  @BeforeEach
  void makeTables() {
    catalog =
        TableCatalog.open(
            new CatalogSettings(
                Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
    RunTables.make(catalog, plan().settings().fold().windows(), ZoneOffset.UTC);
    metrics = catalog.load(OperationsTable.METRICS);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  /** Records of 12:15 on may hold calls of an hour later, by the tolerance. */
  @Test
  void whatRetentionHasLeftTakesNoWindowsPlaceUnasked() {
    begin();
    for (String since : new String[] {"12:00:00.001", "12:15:00"}) {
      assertThat(
          refused(plan("--topic=calls"), CUT, since),
          allOf(
              startsWith("--startFrom: the topic has all of its records only from "),
              containsString("only from " + TestCall.time(since) + " on"),
              containsString("what the sink tallybeam wrote"),
              containsString("--startFrom=2026-01-01T13:15:00Z")));
    }
    FreshStart.checkTopic(metrics, plan("--topic=calls"), WHOLE, () -> at("12:15:00"));
  }

  /** Also where it has more records by now than were archived. */
  @Test
  void anArchiveIsOfOneTopic() {
    begin();
    StreamingPlan plan = plan("--topic=calls");
    FreshStart.checkArchive(metrics, plan, WHOLE, "raw");
    FreshStart.checkArchive(metrics, plan("--topic=other"), ANEW, "raw");
    UserError e =
        assertThrows(UserError.class, () -> FreshStart.checkArchive(metrics, plan, ANEW, "raw"));
    assertThat(
        e.getMessage(),
        startsWith("--archive=raw: has records of the topic calls from before it was made anew"));
  }

  @Test
  void aTopicThatWasMadeAnewTakesNoWindowsPlaceUnasked() {
    begin();
    assertThat(
        refused(plan("--topic=calls"), ANEW, "12:15:00"),
        allOf(
            startsWith("--topic=calls: was made anew since the sink tallybeam was started, "),
            containsString("only from 2026-01-01T12:15:00Z on"),
            containsString("--startFrom=2026-01-01T13:15:00Z")));
  }

  @Test
  void anotherTopicTakesNoWindowsPlaceUnasked() {
    begin();
    for (TopicCheck topic : List.of(WHOLE, CUT, ANEW)) {
      assertThat(
          refused(plan("--topic=others"), topic, "12:15:00"),
          allOf(
              startsWith("--topic=others: the sink tallybeam read calls before, "),
              containsString("--startFrom=2026-01-01T13:15:00Z")));
    }
  }

  /** It took no note of the id. */
  @Test
  void aClaimOfAnEarlierBuildHoldsForEachTopicOfTheName() {
    begin();
    metrics.updateProperties().remove("tallybeam.sink.tallybeam.topic-id").commit();
    FreshStart.checkTopic(metrics, plan("--topic=calls"), ANEW, () -> at("12:15:00"));
  }

  @Test
  void aSinkThatBeginsHasNothingToLose() {
    FreshStart.checkTopic(metrics, plan(), CUT, () -> at("12:00:00"));
  }

  /** In the tables by a backfill: of the topic, or of what was before it. */
  @Test
  void whatABackfillHasFromBeforeTheTopicIsNotReplacedUnasked() {
    fill("12:15:00");
    FreshStart.checkTopic(metrics, plan(), WHOLE, () -> at("12:20:00"));
    for (TopicCheck topic : List.of(WHOLE, CUT)) {
      assertThat(
          refused(plan(), topic, topic.equals(CUT) ? "12:20:00" : "12:30:00"),
          allOf(
              startsWith("--startFrom: the topic has all of its records only from "),
              containsString("what the tables have; give --startFrom=2026-01-01T13:30:00Z")));
    }
  }

  /** Its start was told once, and the next one must not forget it. */
  @Test
  void whatAStreamLeftAloneItsNextStartReplacesNotUnasked() {
    fill("12:15:00");
    StreamingPlan noon = plan("--startFrom=2026-01-01T13:30:00Z");
    SinkClaim.make(metrics, noon.withTopic("id", 1), Optional.empty());

    assertThat(
        refused(plan(), WHOLE, "12:30:00"),
        containsString("what the tables have; give --startFrom=2026-01-01T13:30:00Z"));

    SinkClaim.make(metrics, plan("--startFrom=earliest").withTopic("id", 1), Optional.empty());
    FreshStart.checkTopic(metrics, plan(), WHOLE, () -> at("12:30:00"));
  }

  private void fill(String time) {
    int column = metrics.schema().findField(WindowTable.WINDOW_START).fieldId();
    Map<Integer, ByteBuffer> bound =
        Map.of(column, Conversions.toByteBuffer(Types.TimestampType.withZone(), at(time) * 1000L));
    DataFile file =
        DataFiles.builder(metrics.spec())
            .withPath("/none.parquet")
            .withFileSizeInBytes(1)
            .withPartitionPath("window_start_day=2026-01-01")
            .withMetrics(new Metrics(1L, null, null, null, null, bound, bound))
            .build();
    metrics.newAppend().appendFile(file).commit();
  }

  private void begin() {
    SinkClaim.make(metrics, plan("--topic=calls").withTopic("id", 1), Optional.empty());
  }

  private String refused(StreamingPlan plan, TopicCheck topic, String since) {
    String message =
        assertThrows(
                UserError.class, () -> FreshStart.checkTopic(metrics, plan, topic, () -> at(since)))
            .getMessage();
    assertThat(message, not(containsString("\n")));
    return message;
  }

  private static long at(String time) {
    return TestCall.time(time).toEpochMilli();
  }

  private static StreamingPlan plan(String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--bootstrapServers=h:1", "--catalogProperties=type=rest"));
    return StreamingPlan.of(
        PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).as(StreamOptions.class));
  }
}
