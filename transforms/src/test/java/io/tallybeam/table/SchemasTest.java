package io.tallybeam.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/**
 * The columns as they stand in the tables that exist.
 *
 * <p>A change here is a change of every table out there: ids are for ever, and a new column gets a
 * new one.
 */
class SchemasTest {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(15));

  /** The columns of the SQL job that the table replaces, in its order. */
  private static final List<String> FIRST_TWELVE =
      List.of(
          "window_start",
          "window_end",
          "tenant_id",
          "provider",
          "model",
          "cache_hit_rate",
          "avg_tokens_input",
          "avg_tokens_output",
          "total_requests",
          "total_cost_usd",
          "avg_latency_ms",
          "error_rate");

  @Test
  void operationsStartWithTheColumnsOfTheJobTheyReplace() {
    List<String> names =
        OperationsTable.metrics(WINDOWS).schema().columns().stream()
            .map(Types.NestedField::name)
            .toList();
    assertThat(names.subList(0, 12), is(FIRST_TWELVE));
  }

  @Test
  void operations() {
    OperationsTable metrics = OperationsTable.metrics(WINDOWS);
    assertThat(
        columns(metrics),
        contains(
            "1 window_start timestamptz required",
            "2 window_end timestamptz required",
            "3 tenant_id string required",
            "4 provider string required",
            "5 model string required",
            "6 cache_hit_rate double required",
            "7 avg_tokens_input double",
            "8 avg_tokens_output double",
            "9 total_requests long required",
            "10 total_cost_usd decimal(38, 12)",
            "11 avg_latency_ms double",
            "12 error_rate double required",
            "13 cache_hits long required",
            "14 failed_requests long required",
            "15 tokens_input_sum long required",
            "16 tokens_input_count long required",
            "17 tokens_output_sum long required",
            "18 tokens_output_count long required",
            "19 cost_usd_count long required",
            "20 latency_ms_sum decimal(38, 3) required",
            "21 latency_ms_count long required",
            "22 min_latency_ms double",
            "23 max_latency_ms double",
            "24 p50_latency_ms double",
            "25 p95_latency_ms double",
            "26 p99_latency_ms double",
            "27 latency_sketch binary",
            "28 revision int required",
            "29 reported_cost_usd decimal(38, 12)",
            "30 reported_cost_count long required",
            "31 computed_cost_usd decimal(38, 12)",
            "32 computed_cost_count long required",
            "33 cost_difference_usd decimal(38, 12)",
            "34 cost_difference_count long required",
            "35 avoided_cost_usd decimal(38, 12) required",
            "36 priced_requests long required",
            "37 provider_reported_requests long required",
            "38 free_requests long required",
            "39 unpriced_requests long required",
            "40 unpriced_tokens_input long required",
            "41 unpriced_tokens_output long required",
            "42 price_coverage double required",
            "43 fallback_requests long required",
            "44 price_versions string"));
    assertThat(columns(metrics.rolledUp(RollUpName.HOUR)), is(columns(metrics)));
    assertThat(columns(metrics.rolledUp(Period.Day.UTC)), is(columns(metrics)));
    assertThat(layout(metrics), is("day(1) by 3 4 5 1"));
  }

  @Test
  void attribution() {
    CostAttributionTable attribution = CostAttributionTable.of(WINDOWS);
    assertThat(
        columns(attribution),
        contains(
            "1 window_start timestamptz required",
            "2 window_end timestamptz required",
            "3 tenant_id string required",
            "4 team_id string required",
            "5 user_id string required",
            "6 api_key_hash string required",
            "7 project_id string required",
            "8 provider string required",
            "9 model string required",
            "10 total_requests long required",
            "11 total_cost_usd decimal(38, 12)",
            "12 cost_usd_count long required",
            "13 reported_cost_usd decimal(38, 12)",
            "14 reported_cost_count long required",
            "15 computed_cost_usd decimal(38, 12)",
            "16 computed_cost_count long required",
            "17 cost_difference_usd decimal(38, 12)",
            "18 cost_difference_count long required",
            "19 avoided_cost_usd decimal(38, 12) required",
            "20 priced_requests long required",
            "21 provider_reported_requests long required",
            "22 free_requests long required",
            "23 unpriced_requests long required",
            "24 unpriced_tokens_input long required",
            "25 unpriced_tokens_output long required",
            "26 price_coverage double required",
            "27 fallback_requests long required",
            "28 price_versions string",
            "29 input_tokens long required",
            "30 cached_read_tokens long required",
            "31 cache_write_5m_tokens long required",
            "32 cache_write_1h_tokens long required",
            "33 audio_input_tokens long required",
            "34 image_input_tokens long required",
            "35 output_tokens long required",
            "36 reasoning_tokens long required",
            "37 audio_output_tokens long required",
            "38 image_output_tokens long required",
            "39 search_count long required",
            "40 input_cost_usd decimal(38, 12) required",
            "41 cached_read_cost_usd decimal(38, 12) required",
            "42 cache_write_5m_cost_usd decimal(38, 12) required",
            "43 cache_write_1h_cost_usd decimal(38, 12) required",
            "44 audio_input_cost_usd decimal(38, 12) required",
            "45 image_input_cost_usd decimal(38, 12) required",
            "46 output_cost_usd decimal(38, 12) required",
            "47 reasoning_cost_usd decimal(38, 12) required",
            "48 audio_output_cost_usd decimal(38, 12) required",
            "49 image_output_cost_usd decimal(38, 12) required",
            "50 call_cost_usd decimal(38, 12) required",
            "51 search_cost_usd decimal(38, 12) required",
            "52 uncharged_cost_usd decimal(38, 12) required",
            "53 revision int required"));
    assertThat(layout(attribution), is("day(1) by 3 4 5 6 7 8 9 1"));
    assertThat(attribution.name(), is("llm_cost_attribution"));
  }

  @Test
  void tags() {
    CostByTagTable tags = CostByTagTable.of(WINDOWS);
    assertThat(
        columns(tags),
        contains(
            "1 window_start timestamptz required",
            "2 window_end timestamptz required",
            "3 tenant_id string required",
            "4 tag string required",
            "5 provider string required",
            "6 model string required",
            "7 total_requests long required",
            "8 total_cost_usd decimal(38, 12)",
            "9 cost_usd_count long required",
            "10 unpriced_requests long required",
            "11 revision int required",
            "12 price_versions string"));
    assertThat(layout(tags), is("day(1) by 3 4 5 6 1"));
    assertThat(tags.name(), is("llm_cost_by_tag"));
  }

  @Test
  void ledger() {
    WindowLedgerTable ledger = new WindowLedgerTable(WINDOWS);
    assertThat(
        columns(ledger),
        contains(
            "1 window_start timestamptz",
            "2 window_end timestamptz",
            "3 source string required",
            "4 read long required",
            "5 aggregated long required",
            "6 duplicates long required",
            "7 conflicting_duplicates long required",
            "8 rejected long required",
            "9 outside_range long required",
            "10 late long required"));
    assertThat(layout(ledger), is("day(1) by 3 1"));
    assertThat(ledger.name(), is("window_ledger"));
  }

  @Test
  void late() {
    LateEventsTable late = new LateEventsTable();
    assertThat(
        columns(late),
        contains(
            "1 window_start timestamptz required",
            "2 event_time timestamptz required",
            "3 tenant_id string required",
            "4 late_by_ms long required",
            "5 source string required",
            "6 origin string required",
            "7 position long required",
            "8 payload string required",
            "9 payload_bytes long required"));
    assertThat(layout(late), is("day(1) by 6 7"));
    assertThat(late.name(), is("late_events"));
  }

  @Test
  void rejected() {
    RejectedEventsTable rejected = new RejectedEventsTable();
    assertThat(
        columns(rejected),
        contains(
            "1 window_start timestamptz",
            "2 event_time timestamptz",
            "3 reason string required",
            "4 detail string required",
            "5 source string required",
            "6 origin string required",
            "7 position long required",
            "8 payload string required",
            "9 payload_bytes long required"));
    assertThat(layout(rejected), is("day(1) by 6 7"));
    assertThat(rejected.name(), is("rejected_events"));
  }

  @Test
  void everyTableIsFoundByItsName() {
    Tables tables = Tables.of(WINDOWS);
    assertThat(
        tables.all().stream().map(WindowTable::name).toList(),
        contains(
            "llm_cost_attribution",
            "llm_cost_by_tag",
            "llm_operations_metrics",
            "window_ledger",
            "rejected_events",
            "late_events"));
    for (WindowTable<?> table : tables.all()) {
      assertThat(tables.named(table.name()), is(table));
      assertThat(SerializableUtils.clone(table), is(table));
      assertThat("every column says what it is", undocumented(table), is(List.of()));
    }
    assertThrows(IllegalArgumentException.class, () -> tables.named("llm"));
  }

  private static List<String> columns(WindowTable<?> table) {
    List<String> columns = new ArrayList<>();
    for (Types.NestedField field : table.schema().columns()) {
      String required = field.isRequired() ? " required" : "";
      columns.add(field.fieldId() + " " + field.name() + " " + field.type() + required);
    }
    return columns;
  }

  private static List<String> undocumented(WindowTable<?> table) {
    return table.schema().columns().stream()
        .filter(field -> field.doc() == null || field.doc().isBlank())
        .map(Types.NestedField::name)
        .toList();
  }

  /** The partition and the sort order, by column ids. */
  private static String layout(WindowTable<?> table) {
    StringBuilder text = new StringBuilder();
    table
        .partitionSpec()
        .fields()
        .forEach(field -> text.append(field.transform()).append("(").append(field.sourceId()));
    text.append(") by");
    table.sortOrder().fields().forEach(field -> text.append(" ").append(field.sourceId()));
    return text.toString();
  }
}
