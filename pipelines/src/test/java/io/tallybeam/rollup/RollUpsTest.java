package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.DeletedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.Replacement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows replaced in part, and their hours and days, against a plain model. */
final class RollUpsTest {

  /** Clocks of New York go forward on the 10th. */
  private static final Instant FROM = Instant.parse("2024-03-09T00:00:00Z");

  private static final Duration WINDOW = Duration.ofMinutes(15);

  @TempDir Path folder;
  private final TreeMap<Instant, Calls> model = new TreeMap<>();

  /** What is counted of a window, or of several. */
  private record Calls(String tenant, long requests, long tokens) {
    Calls plus(Calls other) {
      return new Calls(tenant, requests + other.requests, tokens + other.tokens);
    }
  }

  /** A period as a row names it. */
  private record Span(Instant start, Instant end) {}

  @Test
  void followTheWindowsThatARunReplaces() throws IOException {
    backfill(events(FROM, 200, 1));
    assertTablesAreRight();

    // A window in the middle of an hour.
    Instant middle = FROM.plus(Duration.ofMinutes(10 * 60 + 15));
    backfill(events(middle.minus(WINDOW), 3, 500), middle, middle.plus(WINDOW));
    assertTablesAreRight();

    // Two hours and a half, of which the input has events in the first hour only.
    Instant late = FROM.plus(Duration.ofHours(22));
    backfill(events(late, 4, 900), late, late.plus(WINDOW.multipliedBy(10)));
    assertTablesAreRight();

    // No event at all in the range.
    backfill(events(FROM.plus(Duration.ofHours(40)), 2, 1), FROM, FROM.plus(Duration.ofHours(3)));
    assertTablesAreRight();

    // Without a range: the windows that are touched, and none between them.
    NavigableMap<Instant, Calls> touched = events(FROM.plus(Duration.ofHours(12)), 1, 77);
    touched.putAll(events(FROM.plus(Duration.ofHours(30)), 2, 78));
    backfill(touched);
    assertTablesAreRight();
  }

  @Test
  void daysOfAZoneFillAllHistoryAndStayFresh() throws IOException {
    ZoneId newYork = ZoneId.of("America/New_York");
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
    backfill(events(FROM, 3 * 96, 1));
    Instant at = FROM.plus(Duration.ofHours(30));
    backfill(events(at, 1, 300), "--zone=" + newYork);
    assertThat(days("america_new_york"), is(expectedDays(newYork)));
    assertThat(
        "one day has 23 hours",
        days("america_new_york").keySet().stream()
            .map(span -> Duration.between(span.start, span.end).toHours())
            .toList(),
        is(List.of(24L, 24L, 23L, 24L)));

    backfill(events(at, 1, 400), at, at.plus(WINDOW), "--zone=" + kathmandu);
    assertThat(days("asia_kathmandu"), is(expectedDays(kathmandu)));
    assertThat(days("america_new_york"), is(expectedDays(newYork)));

    // Nobody asks for the zones any more: they are kept fresh.
    Instant night = Instant.parse("2024-03-10T04:45:00Z");
    backfill(events(FROM, 1, 1), night, night.plus(WINDOW.multipliedBy(60)));
    assertThat(days("asia_kathmandu"), is(expectedDays(kathmandu)));
    assertThat(days("america_new_york"), is(expectedDays(newYork)));
    assertTablesAreRight();
  }

  /** As a run that is killed between its windows and their roll-ups leaves them. */
  @Test
  void catchUpWithAChangeThatNobodyRolledUp() throws IOException {
    backfill(events(FROM, 3 * 96, 1));
    Instant day = FROM.plus(Duration.ofDays(1));
    try (TableCatalog catalog =
        TableCatalog.open(
            CatalogSettings.embedded(folder.resolve("warehouse").toString(), "matih_analytics"))) {
      catalog
          .load("llm_operations_metrics")
          .newDelete()
          .deleteFromRowFilter(
              Expressions.and(
                  Expressions.greaterThanOrEqual("window_start", day.toEpochMilli() * 1000),
                  Expressions.lessThan(
                      "window_start", day.plus(Duration.ofDays(1)).toEpochMilli() * 1000)))
          .commit();
    }
    model.subMap(day, day.plus(Duration.ofDays(1))).clear();

    backfill(events(FROM, 1, 7), FROM, FROM.plus(WINDOW));
    assertTablesAreRight();
  }

  /** As Trino or Spark delete them where a table is merged on read. */
  @Test
  void catchUpWithRowsThatAreDeletedBesideTheirFiles() throws IOException {
    backfill(events(FROM, 3 * 96, 1));
    try (TableCatalog catalog = CommittedRows.open(folder.resolve("warehouse"))) {
      DeletedRows.firstOfEachFile(catalog.load("llm_operations_metrics"));
      model.keySet().retainAll(starts("llm_operations_metrics"));
      assertThat("one of each day is gone", model.size(), is(3 * 96 - 3));
      refresh(catalog, "one");
      assertTablesAreRight();

      Instant window = FROM.plus(Duration.ofHours(30));
      DeletedRows.ofWindow(catalog.load("llm_operations_metrics"), window);
      model.remove(window);
      refresh(catalog, "two");
      assertTablesAreRight();
    }
  }

  private void refresh(TableCatalog catalog, String run) throws IOException {
    RollUps.refreshStale(catalog, Map.of(Replacement.RUN_ID, run), folder.toString());
  }

  private Set<Instant> starts(String table) {
    return rows(table).keySet().stream().map(Span::start).collect(Collectors.toSet());
  }

  private void assertTablesAreRight() {
    assertThat(rows("llm_operations_metrics"), is(expected(at -> new Span(at, at.plus(WINDOW)))));
    assertThat(
        rows("llm_operations_hourly"),
        is(
            expected(
                at -> {
                  Instant hour = at.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
                  return new Span(hour, hour.plus(Duration.ofHours(1)));
                })));
    assertThat(rows("llm_operations_daily"), is(expectedDays(ZoneId.of("UTC"))));
  }

  private Map<Span, Calls> expectedDays(ZoneId zone) {
    return expected(
        at -> {
          LocalDate day = at.atZone(zone).toLocalDate();
          return new Span(
              day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
        });
  }

  private Map<Span, Calls> expected(Function<Instant, Span> span) {
    Map<Span, Calls> expected = new TreeMap<>(java.util.Comparator.comparing(Span::start));
    model.forEach((at, calls) -> expected.merge(span.apply(at), calls, Calls::plus));
    return expected;
  }

  private Map<Span, Calls> days(String zone) {
    return rows("llm_operations_daily_" + zone);
  }

  private Map<Span, Calls> rows(String table) {
    Map<Span, Calls> rows = new TreeMap<>(java.util.Comparator.comparing(Span::start));
    for (Record row : CommittedRows.records(folder.resolve("warehouse"), table)) {
      Span span =
          new Span(
              ((OffsetDateTime) row.getField("window_start")).toInstant(),
              ((OffsetDateTime) row.getField("window_end")).toInstant());
      Calls calls =
          new Calls(
              (String) row.getField("tenant_id"),
              (Long) row.getField("total_requests"),
              (Long) row.getField("tokens_input_sum"));
      assertThat("one row a period: " + span, rows.put(span, calls) == null, is(true));
    }
    return rows;
  }

  /** One call of each window of a stretch. */
  private static NavigableMap<Instant, Calls> events(Instant from, int windows, int tokens) {
    TreeMap<Instant, Calls> events = new TreeMap<>();
    for (int i = 0; i < windows; i++) {
      events.put(from.plus(WINDOW.multipliedBy(i)), new Calls("tenant", 1, tokens + i));
    }
    return events;
  }

  private void backfill(NavigableMap<Instant, Calls> events, String... more) throws IOException {
    model.putAll(events);
    run(events, more);
  }

  private void backfill(
      NavigableMap<Instant, Calls> events, Instant from, Instant to, String... more)
      throws IOException {
    model.subMap(from, to).clear();
    model.putAll(events.subMap(from, to));
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--from=" + from);
    args.add("--to=" + to);
    run(events, args.toArray(String[]::new));
  }

  private void run(NavigableMap<Instant, Calls> events, String... more) throws IOException {
    List<String> lines = new ArrayList<>();
    events.forEach(
        (at, calls) ->
            lines.add(Events.call(at.plusSeconds(899), calls.tenant, (int) calls.tokens)));
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    CommandLine.backfill(input, folder.resolve("warehouse"), more).done();
  }
}
