package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.NUMBER;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.USD;

import io.tallybeam.measure.CostSums;
import io.tallybeam.measure.PriceVersions;
import io.tallybeam.measure.Tally;
import java.math.BigDecimal;
import org.apache.iceberg.data.Record;

/** The columns of {@link CostSums}: those of the total, and those of what is behind it. */
final class CostColumns {

  /** The digits of USD behind the point. */
  static final int USD_SCALE = 12;

  /** How many columns {@link #add} adds. */
  static final int WIDTH = 16;

  private CostColumns() {}

  /** Appends the columns behind the total. */
  static Columns add(Columns columns) {
    return columns
        .optional("reported_cost_usd", USD, "exact sum of the costs that events report")
        .required("reported_cost_count", COUNT, "calls that report a cost")
        .optional("computed_cost_usd", USD, "exact sum of the costs by the price book")
        .required("computed_cost_count", COUNT, "calls with a cost by the price book")
        .optional("cost_difference_usd", USD, "reported less computed, of calls with both")
        .required("cost_difference_count", COUNT, "calls with both costs")
        .required("avoided_cost_usd", USD, "cost by the book of calls a gateway's cache answered")
        .required("priced_requests", COUNT, "calls that count at the price book's cost")
        .required("provider_reported_requests", COUNT, "calls that count at the reported cost")
        .required(
            "free_requests",
            COUNT,
            "calls that a gateway's cache answered or that failed unused, at no cost")
        .required("unpriced_requests", COUNT, "calls of which nobody knows the cost; not free")
        .required(
            "unpriced_tokens_input", COUNT, "prompt tokens of unpriced calls, cached ones too")
        .required("unpriced_tokens_output", COUNT, "answer tokens of unpriced calls, reasoning too")
        .required("price_coverage", NUMBER, "share of calls whose cost is known")
        .required("fallback_requests", COUNT, "priced calls that rest on what the book leaves open")
        .optional(
            "price_versions", TEXT, "price file and effective time of each price that counts");
  }

  /** What the total column holds: null where no cost is known. */
  static Object total(CostSums sums) {
    return sums.known() == 0 ? null : sums.total(USD_SCALE);
  }

  /** Fills the columns that {@link #add} adds, of which the first is the {@code from}th. */
  static void fill(CostSums sums, Record row, int from) {
    CostSums.Counts counts = sums.counts();
    int at = from;
    row.set(at++, sum(sums.reported()));
    row.set(at++, sums.reported().count());
    row.set(at++, sum(sums.computed()));
    row.set(at++, sums.computed().count());
    row.set(at++, counts.compared() == 0 ? null : sums.difference(USD_SCALE));
    row.set(at++, counts.compared());
    row.set(at++, sums.avoided(USD_SCALE));
    row.set(at++, counts.priced());
    row.set(at++, counts.providerReported());
    row.set(at++, counts.free());
    row.set(at++, counts.unpriced());
    row.set(at++, counts.unpricedInput());
    row.set(at++, counts.unpricedOutput());
    row.set(at++, (double) sums.known() / (sums.known() + counts.unpriced()));
    row.set(at++, counts.fallbacks());
    row.set(at, sums.versions().text());
  }

  private static BigDecimal sum(Tally tally) {
    return tally.count() == 0 ? null : tally.sum(USD_SCALE);
  }

  /** The sums of a row whose total is the {@code totalAt}th column. */
  static CostSums read(Record row, int totalAt, int from) {
    return CostSums.of(
        usd(row, totalAt),
        Tally.of(usd(row, from), USD_SCALE, count(row, from + 1)),
        Tally.of(usd(row, from + 2), USD_SCALE, count(row, from + 3)),
        usd(row, from + 4),
        usd(row, from + 6),
        new CostSums.Counts(
            count(row, from + 5),
            count(row, from + 7),
            count(row, from + 8),
            count(row, from + 9),
            count(row, from + 10),
            count(row, from + 11),
            count(row, from + 12),
            count(row, from + 14)),
        PriceVersions.ofText((String) row.get(from + 15)),
        USD_SCALE);
  }

  static BigDecimal usd(Record row, int at) {
    BigDecimal usd = (BigDecimal) row.get(at);
    return usd == null ? BigDecimal.ZERO : usd;
  }

  static long count(Record row, int at) {
    return (Long) row.get(at);
  }
}
