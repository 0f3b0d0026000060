package io.tallybeam.table;

import static io.tallybeam.table.Rows.fill;
import static io.tallybeam.table.Rows.written;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Charge;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.cost.RandomCalls;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;

/**
 * No table loses a cost, or has it twice: whatever is added up, it is the same to the last digit.
 */
class ConservationTest {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(15));

  @Test
  void everyTableAndEveryDimensionAddsUpToTheSame() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      List<Call> calls = calls(random, 300);
      CostRules rules = RandomCalls.rules(random);
      BigDecimal total = total(calls, rules);
      for (CallTable<?> table : Tables.of(WINDOWS).calls()) {
        List<Record> rows = folded(table, calls, rules);
        assertThat(table.name(), sum(rows, "total_cost_usd").compareTo(total), is(0));
        for (String dimension : table.sortColumns()) {
          Map<Object, BigDecimal> parts = new TreeMap<>();
          for (Record row : rows) {
            BigDecimal cost = CostColumns.usd(row, total(row));
            parts.merge(row.getField(dimension), cost, BigDecimal::add);
          }
          BigDecimal whole = parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          assertThat(table.name() + " by " + dimension, whole.compareTo(total), is(0));
        }
      }
    }
  }

  private static int total(Record row) {
    return row.struct().fields().indexOf(row.struct().field("total_cost_usd"));
  }

  @Test
  void chargesAndStatusesAddUp() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 20; round++) {
      List<Call> calls = calls(random, 300);
      CostRules rules = RandomCalls.rules(random);
      CostAttributionTable table = CostAttributionTable.of(WINDOWS);
      for (Record row : rows(table, fold(table, calls, rules))) {
        BigDecimal charges = (BigDecimal) row.getField("uncharged_cost_usd");
        for (Charge charge : Charge.all()) {
          charges = charges.add((BigDecimal) row.getField(charge.label() + "_cost_usd"));
        }
        BigDecimal cost = CostColumns.usd(row, total(row));
        assertThat(charges.compareTo(cost), is(0));
        long known =
            count(row, "priced_requests")
                + count(row, "provider_reported_requests")
                + count(row, "free_requests");
        assertThat(count(row, "cost_usd_count"), is(known));
        assertThat(known + count(row, "unpriced_requests"), is(count(row, "total_requests")));
        assertThat("never silently free", row.getField("total_cost_usd") == null, is(known == 0));
      }
    }
  }

  private static long count(Record row, String column) {
    return (Long) row.getField(column);
  }

  @Test
  void theOrderOfCallsDoesNotShow() throws IOException {
    Random random = new Random(3);
    List<Call> calls = calls(random, 500);
    CostRules rules = RandomCalls.rules(random);
    for (CallTable<?> table : Tables.of(WINDOWS).calls()) {
      Map<Key, String> once = foldedBytes(table, calls, rules);
      Collections.shuffle(calls, random);
      assertThat(table.name(), foldedBytes(table, calls, rules), is(once));
      assertThat(once.size(), is(greaterThan(50)));
    }
  }

  @Test
  void rowsReadBackAreTheMeasuresTheyWereMadeOf() throws IOException {
    Random random = new Random(4);
    List<Call> calls = calls(random, 500);
    CostRules rules = RandomCalls.rules(random);
    for (CallTable<?> table : Tables.of(WINDOWS).calls()) {
      readBack(table, calls, rules);
    }
  }

  private static <M extends Measures<M>> void readBack(
      CallTable<M> table, List<Call> calls, CostRules rules) throws IOException {
    Map<Key, M> measures = fold(table, calls, rules);
    PartialFold<M> again = new PartialFold<>(table.name(), table::newMeasures);
    for (Record row : rows(table, measures)) {
      table.merge(row, again);
    }
    measures.forEach((key, one) -> assertThat(written(again.at(key)), is(written(one))));
    assertThat(again.size(), is(measures.size()));
  }

  @Test
  void monthsOfAZoneAreTheSumsOfItsDays() throws IOException {
    Random random = new Random(5);
    List<Call> calls = calls(random, 400);
    CostRules rules = RandomCalls.rules(random);
    ZoneId zone = ZoneId.of("America/New_York");
    for (CallTable<?> table : Tables.of(WINDOWS).calls()) {
      months(table, calls, rules, zone);
    }
  }

  private static <M extends Measures<M>> void months(
      CallTable<M> table, List<Call> calls, CostRules rules, ZoneId zone) throws IOException {
    Period.Month months = new Period.Month(zone);
    Map<Key, M> direct = new TreeMap<>();
    fold(table, calls, rules)
        .forEach(
            (key, one) ->
                direct
                    .computeIfAbsent(
                        key.withWindow(months.startOf(key.windowStart())), k -> table.newMeasures())
                    .merge(one));
    CallTable<M> daily = table.over("days", new Period.Day(zone));
    PartialFold<M> days = new PartialFold<>("days", table::newMeasures);
    for (Record row : rows(table, fold(table, calls, rules))) {
      daily.merge(row, days);
    }
    CallTable<M> monthly = table.over("months", months);
    PartialFold<M> sums = new PartialFold<>("months", table::newMeasures);
    for (Record row : rows(daily, merged(daily, days))) {
      monthly.merge(row, sums);
    }
    assertThat(bytes(merged(monthly, sums)), is(bytes(direct)));
  }

  private static List<Call> calls(Random random, int count) {
    RandomCalls calls = new RandomCalls(random);
    List<Call> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(calls.next());
    }
    return list;
  }

  private static BigDecimal total(List<Call> calls, CostRules rules) {
    CallPricer pricer = new CallPricer(rules);
    BigDecimal total = BigDecimal.ZERO;
    for (Call call : calls) {
      total = total.add(pricer.price(call).costUsd());
    }
    return total;
  }

  private static <M extends Measures<M>> Map<Key, M> fold(
      CallTable<M> table, List<Call> calls, CostRules rules) throws IOException {
    CallPricer pricer = new CallPricer(rules);
    Map<Long, Map<Attribution, CallSums>> sums = new HashMap<>();
    for (Call call : calls) {
      sums.computeIfAbsent(WINDOWS.startOf(call.eventTimeMillis()), window -> new HashMap<>())
          .computeIfAbsent(call.attribution(), CallSums::new)
          .add(call, pricer.price(call));
    }
    PartialFold<M> fold = new PartialFold<>(table.name(), table::newMeasures);
    sums.forEach(
        (window, ofWindow) ->
            ofWindow.values().forEach(s -> table.fold(s, window, (k, m) -> fold.at(k).merge(m))));
    return merged(table, fold);
  }

  private static <M extends Measures<M>> Map<Key, M> merged(CallTable<M> table, PartialFold<M> fold)
      throws IOException {
    Map<Key, M> merged = new TreeMap<>();
    List<Block> blocks = new ArrayList<>();
    fold.flush(key -> 0, key -> 0, BlockStore.INLINE, (group, block) -> blocks.add(block));
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, BlockStore.INLINE, table::read)) {
      merge.forEach(merged::put);
    }
    return merged;
  }

  private static <M extends Measures<M>> List<Record> folded(
      CallTable<M> table, List<Call> calls, CostRules rules) throws IOException {
    return rows(table, fold(table, calls, rules));
  }

  private static <M extends Measures<M>> List<Record> rows(
      CallTable<M> table, Map<Key, M> measures) {
    List<Record> rows = new ArrayList<>();
    measures.forEach((key, one) -> rows.add(fill(table, key, one)));
    return rows;
  }

  private static BigDecimal sum(List<Record> rows, String column) {
    return rows.stream()
        .map(row -> (BigDecimal) row.getField(column))
        .filter(cost -> cost != null)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static <M extends Measures<M>> Map<Key, String> foldedBytes(
      CallTable<M> table, List<Call> calls, CostRules rules) throws IOException {
    return bytes(fold(table, calls, rules));
  }

  private static <M extends Measures<M>> Map<Key, String> bytes(Map<Key, M> measures) {
    Map<Key, String> bytes = new TreeMap<>();
    measures.forEach((key, one) -> bytes.put(key, written(one)));
    return bytes;
  }
}
