package io.tallybeam.table;

import static io.tallybeam.table.Rows.fill;
import static io.tallybeam.table.Rows.value;
import static io.tallybeam.table.Rows.written;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.Call;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.measure.OneCall;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTableTest {

  private static final OperationsTable METRICS =
      OperationsTable.metrics(TumblingWindow.of(Duration.ofMinutes(15)));

  private static final CallPricer PRICER = new CallPricer(CostRules.REPORTED);

  private static final long WINDOW =
      OffsetDateTime.parse("2024-05-01T10:15:00Z").toInstant().toEpochMilli();

  @Test
  void aRowOfThreeCalls() {
    Record row =
        row(
            call(true, false, 10, 5, 1_500, 20_000_000_000L),
            call(false, true, 11, Call.ABSENT, Call.ABSENT, 1),
            call(false, false, 20, Call.ABSENT, 2_001, Call.ABSENT));
    assertThat(value(row, "window_start"), is(OffsetDateTime.parse("2024-05-01T10:15:00Z")));
    assertThat(value(row, "window_end"), is(OffsetDateTime.parse("2024-05-01T10:30:00Z")));
    assertThat(value(row, "tenant_id"), is("t"));
    assertThat(value(row, "provider"), is("p"));
    assertThat(value(row, "model"), is("m"));
    assertThat(value(row, "cache_hit_rate"), is(1 / 3.0));
    assertThat(value(row, "avg_tokens_input"), is(41 / 3.0));
    assertThat(value(row, "avg_tokens_output"), is(5.0));
    assertThat(value(row, "total_requests"), is(3L));
    assertThat(value(row, "total_cost_usd"), is(new BigDecimal("0.020000000001")));
    assertThat(value(row, "avg_latency_ms"), is(3.501 / 2));
    assertThat(value(row, "error_rate"), is(1 / 3.0));
    assertThat(value(row, "cache_hits"), is(1L));
    assertThat(value(row, "failed_requests"), is(1L));
    assertThat(value(row, "tokens_input_sum"), is(41L));
    assertThat(value(row, "tokens_input_count"), is(3L));
    assertThat(value(row, "tokens_output_sum"), is(5L));
    assertThat(value(row, "tokens_output_count"), is(1L));
    assertThat(value(row, "cost_usd_count"), is(2L));
    assertThat(value(row, "latency_ms_sum"), is(new BigDecimal("3.501")));
    assertThat(value(row, "latency_ms_count"), is(2L));
    assertThat(value(row, "min_latency_ms"), is(1.5));
    assertThat(value(row, "max_latency_ms"), is(2.001));
    assertThat((Double) value(row, "p50_latency_ms"), is(closeTo(1.5, 0.015)));
    assertThat((Double) value(row, "p95_latency_ms"), is(closeTo(1.5, 0.015)));
    assertThat((Double) value(row, "p99_latency_ms"), is(closeTo(1.5, 0.015)));
    assertThat(((ByteBuffer) value(row, "latency_sketch")).remaining(), is(greaterThan(0)));
    assertThat(value(row, "revision"), is(0));
  }

  @Test
  void whatNoCallGivesIsNullAndItsSumIsZero() {
    Record row = row(call(false, false, -1, -1, -1, -1), call(false, false, -1, -1, -1, -1));
    for (String column :
        List.of(
            "avg_tokens_input",
            "avg_tokens_output",
            "total_cost_usd",
            "avg_latency_ms",
            "min_latency_ms",
            "max_latency_ms",
            "p50_latency_ms",
            "p95_latency_ms",
            "p99_latency_ms",
            "latency_sketch")) {
      assertThat(column, value(row, column), is(nullValue()));
    }
    assertThat(value(row, "total_requests"), is(2L));
    assertThat(value(row, "cache_hit_rate"), is(0.0));
    assertThat(value(row, "error_rate"), is(0.0));
    assertThat(value(row, "tokens_input_sum"), is(0L));
    assertThat(value(row, "tokens_output_count"), is(0L));
    assertThat(value(row, "cost_usd_count"), is(0L));
    assertThat(value(row, "latency_ms_sum"), is(new BigDecimal("0.000")));
  }

  @Test
  void aCostOfZeroIsNotNull() {
    Record row = row(call(false, false, 0, 0, 0, 0));
    assertThat(value(row, "total_cost_usd"), is(new BigDecimal("0.000000000000")));
    assertThat(value(row, "avg_tokens_input"), is(0.0));
    assertThat(value(row, "p99_latency_ms"), is(0.0));
  }

  /** Dividing each part first, or adding doubles, would not give these. */
  @Test
  void anAverageIsOneDivisionOfTheExactSum() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      CallMeasures measures = measures(random);
      Record row = fill(METRICS, key(WINDOW), measures);
      check(row, "avg_latency_ms", (BigDecimal) row.getField("latency_ms_sum"), "latency_ms_count");
      Long input = (Long) row.getField("tokens_input_sum");
      check(row, "avg_tokens_input", BigDecimal.valueOf(input), "tokens_input_count");
      Long output = (Long) row.getField("tokens_output_sum");
      check(row, "avg_tokens_output", BigDecimal.valueOf(output), "tokens_output_count");
    }
  }

  private static void check(Record row, String average, BigDecimal sum, String countColumn) {
    long count = (Long) value(row, countColumn);
    Object expected = count == 0 ? null : (Object) (sum.doubleValue() / count);
    assertThat(average, value(row, average), is(expected));
  }

  @Test
  void aRowReadBackIsTheMeasuresItWasMadeOf() {
    Random random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      CallMeasures measures = measures(random);
      Record row = fill(METRICS, key(WINDOW), measures);
      if (row.getField("latency_sketch") instanceof ByteBuffer sketch && random.nextBoolean()) {
        row.setField("latency_sketch", elsewhere(sketch));
      }
      PartialFold<CallMeasures> fold = new PartialFold<>(METRICS.name(), CallMeasures::new);
      METRICS.merge(row, fold);
      assertThat(fold.size(), is(1));
      CallMeasures merged = fold.at(key(WINDOW));
      assertThat(written(merged), is(written(measures)));
      Record again = fill(METRICS, key(WINDOW), merged);
      if (measures.latency().tally().count() > 0) {
        byte[] sketch = measures.latency().bins().toSketch();
        row.setField("latency_sketch", ByteBuffer.wrap(sketch));
      }
      assertThat(again, is(row));
    }
  }

  /** The same bytes as a reader may hand them out: in the middle of others, and read-only. */
  private static ByteBuffer elsewhere(ByteBuffer sketch) {
    ByteBuffer larger = ByteBuffer.allocate(sketch.remaining() + 9).position(4);
    larger.put(sketch.duplicate());
    return larger.flip().position(4).asReadOnlyBuffer();
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,            2024-03-31T00:00:00Z, 2024-04-01T00:00:00Z",
    "Europe/Berlin,  2024-03-30T23:00:00Z, 2024-03-31T22:00:00Z",
    "Asia/Kathmandu, 2024-03-30T18:15:00Z, 2024-03-31T18:15:00Z"
  })
  void windowsMergeIntoDaysExactly(ZoneId zone, OffsetDateTime start, OffsetDateTime end) {
    CallTable<CallMeasures> days = daily(zone);
    Random random = new Random(3);
    PartialFold<CallMeasures> fold = new PartialFold<>(days.name(), CallMeasures::new);
    CallMeasures whole = new CallMeasures();
    long from = start.toInstant().toEpochMilli();
    long to = end.toInstant().toEpochMilli();
    for (long window = from; window < to; window += 900_000) {
      CallMeasures measures = measures(random);
      days.merge(fill(METRICS, key(window), measures), fold);
      whole.merge(measures);
    }
    days.merge(fill(METRICS, key(from - 900_000), measures(random)), fold);
    days.merge(fill(METRICS, key(to), measures(random)), fold);
    assertThat(fold.size(), is(3));
    assertThat(written(fold.at(key(from))), is(written(whole)));
    Record row = fill(days, key(from), whole);
    assertThat(value(row, "window_start"), is(start));
    assertThat(value(row, "window_end"), is(end));
  }

  @Test
  void hoursAreMadeOfFourQuarters() {
    CallTable<CallMeasures> hours = METRICS.rolledUp(RollUpName.HOUR);
    PartialFold<CallMeasures> fold = new PartialFold<>(hours.name(), CallMeasures::new);
    long hour = WINDOW - 900_000;
    for (int quarter = -1; quarter < 5; quarter++) {
      Call call = call(false, false, 1, 1, 1, 1);
      METRICS.fold(
          OneCall.sums(call, PRICER.price(call)),
          hour + quarter * 900_000L,
          (key, calls) -> fold.at(key).merge(calls));
      CallMeasures one = fold.at(key(hour + quarter * 900_000L));
      assertThat(one.requests(), is(1L));
    }
    PartialFold<CallMeasures> merged = new PartialFold<>(hours.name(), CallMeasures::new);
    for (int quarter = -1; quarter < 5; quarter++) {
      long window = hour + quarter * 900_000L;
      hours.merge(fill(METRICS, key(window), fold.at(key(window))), merged);
    }
    assertThat(merged.size(), is(3));
    assertThat(merged.at(key(hour)).requests(), is(4L));
    assertThat(hours.name(), is("llm_operations_hourly"));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,                              llm_operations_daily",
    "Z,                                llm_operations_daily",
    "Etc/UTC,                          llm_operations_daily",
    "GMT,                              llm_operations_daily",
    "Europe/Berlin,                    llm_operations_daily_europe_berlin",
    "America/Argentina/Buenos_Aires,   llm_operations_daily_america_argentina_buenos_aires",
    "America/Port-au-Prince,           llm_operations_daily_america_port_au_prince",
    "+05:30,                           llm_operations_daily_utc_plus_05_30",
    "-05:30,                           llm_operations_daily_utc_minus_05_30",
    "Etc/GMT+5,                        llm_operations_daily_utc_minus_05_00"
  })
  void daysAreNamedByTheirZone(ZoneId zone, String name) {
    assertThat(daily(zone).name(), is(name));
  }

  @Test
  void zonesOfOtherDaysHaveOtherNames() {
    Map<String, CallTable<?>> byName = new HashMap<>();
    TreeSet<String> ids = new TreeSet<>(ZoneId.getAvailableZoneIds());
    for (int minutes = 0; minutes <= 18 * 60; minutes += 15) {
      ids.add(String.format("+%02d:%02d", minutes / 60, minutes % 60));
      ids.add(String.format("-%02d:%02d", minutes / 60, minutes % 60));
    }
    ids.remove("-00:00");
    for (String id : ids) {
      CallTable<?> table = daily(ZoneId.of(id));
      assertThat(id, table.name().matches("[a-z][a-z0-9_]*"), is(true));
      CallTable<?> other = byName.putIfAbsent(table.name(), table);
      assertThat(id, other == null ? table.period() : other.period(), is(table.period()));
    }
  }

  private static CallTable<CallMeasures> daily(ZoneId zone) {
    return METRICS.rolledUp(new Period.Day(zone.normalized()));
  }

  private static Record row(Call... calls) {
    CallMeasures measures = new CallMeasures();
    for (Call call : calls) {
      measures.add(call, PRICER.price(call));
    }
    return fill(METRICS, key(WINDOW), measures);
  }

  private static Key key(long window) {
    return new KeyWriter().name("t").name("p").name("m").window(window);
  }

  private static CallMeasures measures(Random random) {
    CallMeasures measures = new CallMeasures();
    for (int i = random.nextInt(9); i >= 0; i--) {
      Call call =
          call(
              random.nextBoolean(),
              random.nextBoolean(),
              number(random, Call.MAX_TOKENS),
              number(random, Call.MAX_TOKENS),
              number(random, Call.MAX_LATENCY_MICROS),
              number(random, Call.MAX_COST_PICOS));
      measures.add(call, PRICER.price(call));
    }
    return measures;
  }

  private static long number(Random random, long max) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> Call.ABSENT;
      case 2 -> random.nextBoolean() ? 0 : max;
      default -> random.nextLong(max + 1) >> random.nextInt(50);
    };
  }

  private static Call call(
      boolean hit, boolean failed, long input, long output, long latency, long cost) {
    return new Call("t", "p", "m", "", WINDOW, hit, failed, input, output, latency, cost);
  }
}
