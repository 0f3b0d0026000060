package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.EXACT_MILLIS;
import static io.tallybeam.table.Columns.NUMBER;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;
import static io.tallybeam.table.Columns.USD;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Attribution;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.measure.CallSums;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialSink;
import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/**
 * What LLM calls cost and how they performed, by window, tenant, provider and model.
 *
 * <p>The first twelve columns are those of the Flink SQL job that this table replaces, by its names
 * and with its null rules; the others make rows mergeable. {@link OperationsRow} maps them.
 *
 * @param name the name of the table
 * @param period what a row covers: a tumbling window, an hour, a day or a month
 */
public record OperationsTable(String name, Period period) implements CallTable<CallMeasures> {

  /** The beginning of the names of all of them. */
  private static final String FAMILY = "llm_operations";

  /** The windows themselves. */
  public static final String METRICS = "llm_operations_metrics";

  /** Their days; with the zone's name behind it where that is not UTC. */
  public static final String DAILY = "llm_operations_daily";

  private static final Schema SCHEMA = columns().schema();

  private static Columns columns() {
    Columns columns =
        new Columns()
            .required(WINDOW_START, TIME, "start of the window, inclusive")
            .required("window_end", TIME, "end of the window, exclusive")
            .required("tenant_id", TEXT, "who pays")
            .required("provider", TEXT, "LLM provider, or 'unknown'")
            .required("model", TEXT, "model, or 'unknown'")
            .required("cache_hit_rate", NUMBER, "cache_hits / total_requests")
            .optional("avg_tokens_input", NUMBER, "tokens_input_sum / tokens_input_count")
            .optional("avg_tokens_output", NUMBER, "tokens_output_sum / tokens_output_count")
            .required("total_requests", COUNT, "calls, duplicates counted once")
            .optional("total_cost_usd", USD, "exact cost; null where no call's cost is known")
            .optional("avg_latency_ms", NUMBER, "latency_ms_sum / latency_ms_count")
            .required("error_rate", NUMBER, "failed_requests / total_requests")
            .required("cache_hits", COUNT, "calls with cache_hit = true")
            .required("failed_requests", COUNT, "calls with success = false")
            .required("tokens_input_sum", COUNT, "input tokens")
            .required("tokens_input_count", COUNT, "calls that give input tokens")
            .required("tokens_output_sum", COUNT, "output tokens")
            .required("tokens_output_count", COUNT, "calls that give output tokens")
            .required("cost_usd_count", COUNT, "calls whose cost is known")
            .required("latency_ms_sum", EXACT_MILLIS, "exact sum of the latencies")
            .required("latency_ms_count", COUNT, "calls that give a latency")
            .optional("min_latency_ms", NUMBER, "shortest latency")
            .optional("max_latency_ms", NUMBER, "longest latency")
            .optional("p50_latency_ms", NUMBER, "median latency, within 1 %")
            .optional("p95_latency_ms", NUMBER, "95th percentile of latency, within 1 %")
            .optional("p99_latency_ms", NUMBER, "99th percentile of latency, within 1 %")
            .optional("latency_sketch", Types.BinaryType.get(), "DDSketch of the latencies in ms")
            .required(REVISION, Types.IntegerType.get(), "0, and 1 more for each late correction");
    return CostColumns.add(columns);
  }

  /** The table of the windows themselves. */
  public static OperationsTable metrics(TumblingWindow windows) {
    return new OperationsTable(METRICS, windows);
  }

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public OperationsTable over(String otherName, Period otherPeriod) {
    return new OperationsTable(otherName, otherPeriod);
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<String> sortColumns() {
    return List.of("tenant_id", "provider", "model", WINDOW_START);
  }

  @Override
  public CallMeasures newMeasures() {
    return new CallMeasures();
  }

  @Override
  public CallMeasures read(ByteReader in) {
    return CallMeasures.read(in);
  }

  @Override
  public void fold(CallSums calls, long windowStart, PartialSink<CallMeasures> into) {
    Attribution of = calls.attribution();
    into.add(key(of.tenant(), of.provider(), of.model(), windowStart), calls.measures());
  }

  private static Key key(String tenant, String provider, String model, long windowStart) {
    return new KeyWriter().name(tenant).name(provider).name(model).window(windowStart);
  }

  @Override
  public void fill(Key key, CallMeasures measures, Record row) {
    long start = key.windowStart();
    KeyReader names = key.parts();
    row.set(0, Columns.time(start));
    row.set(1, Columns.time(period.endOf(start)));
    row.set(2, names.name());
    row.set(3, names.name());
    row.set(4, names.name());
    OperationsRow.fill(measures, row);
  }

  @Override
  public void merge(Record row, PartialFold<CallMeasures> into) {
    long start = period.startOf(Columns.millis(row.get(0)));
    Key key = key((String) row.get(2), (String) row.get(3), (String) row.get(4), start);
    into.at(key).merge(OperationsRow.read(row));
  }
}
