package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;
import static io.tallybeam.table.Columns.USD;

import io.tallybeam.book.Charge;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Caller;
import io.tallybeam.measure.AttributedCalls;
import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.ChargeSums;
import io.tallybeam.measure.CostSums;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialSink;
import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/**
 * Who caused what cost: by window, tenant, team, user, API key, project, provider and model, with
 * tokens and cost by charge.
 *
 * @param name the name of the table
 * @param period what a row covers
 */
public record CostAttributionTable(String name, Period period)
    implements CallTable<AttributedCalls> {

  /** The name of the table of the windows. */
  public static final String NAME = "llm_cost_attribution";

  /** The columns of a key without its window, in order. */
  static final List<String> NAMES =
      List.of("tenant_id", "team_id", "user_id", "api_key_hash", "project_id", "provider", "model");

  private static final int REQUESTS = 2 + NAMES.size();
  private static final int TOTAL = REQUESTS + 1;
  private static final int COSTS = TOTAL + 2;
  private static final int UNITS = COSTS + CostColumns.WIDTH;
  private static final List<Charge> COUNTED =
      Charge.all().stream().filter(charge -> charge != Charge.CALL).toList();
  private static final int CHARGES = UNITS + COUNTED.size();
  private static final int UNCHARGED = CHARGES + Charge.all().size();

  private static final Schema SCHEMA = columns().schema();

  private static Columns columns() {
    Columns columns =
        keyColumns()
            .required("total_requests", COUNT, "calls, duplicates counted once")
            .optional("total_cost_usd", USD, "exact cost; null where no call's cost is known")
            .required("cost_usd_count", COUNT, "calls whose cost is known");
    CostColumns.add(columns);
    for (Charge charge : COUNTED) {
      columns.required(
          charge.label() + (charge.perToken() ? "_tokens" : "_count"),
          COUNT,
          "units of the charge " + charge.label() + ", which no other charge counts");
    }
    for (Charge charge : Charge.all()) {
      columns.required(
          charge.label() + "_cost_usd",
          USD,
          "cost of the charge " + charge.label() + " of priced calls");
    }
    return columns
        .required("uncharged_cost_usd", USD, "reported costs that count; they have no charges")
        .required(REVISION, Types.IntegerType.get(), "0, and 1 more for each late correction");
  }

  /** The columns of a window and {@link #NAMES}. */
  static Columns keyColumns() {
    return new Columns()
        .required(WINDOW_START, TIME, "start of the window, inclusive")
        .required("window_end", TIME, "end of the window, exclusive")
        .required("tenant_id", TEXT, "who pays")
        .required("team_id", TEXT, "team, or empty")
        .required("user_id", TEXT, "user, or empty")
        .required("api_key_hash", TEXT, "SHA-256 of the API key, or empty")
        .required("project_id", TEXT, "project, or empty")
        .required("provider", TEXT, "LLM provider, or 'unknown'")
        .required("model", TEXT, "model, or 'unknown'");
  }

  /** The table of the windows themselves. */
  static CostAttributionTable of(TumblingWindow windows) {
    return new CostAttributionTable(NAME, windows);
  }

  @Override
  public String family() {
    return NAME;
  }

  @Override
  public CostAttributionTable over(String otherName, Period otherPeriod) {
    return new CostAttributionTable(otherName, otherPeriod);
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<String> sortColumns() {
    List<String> columns = new ArrayList<>(NAMES);
    columns.add(WINDOW_START);
    return columns;
  }

  @Override
  public AttributedCalls newMeasures() {
    return new AttributedCalls();
  }

  @Override
  public AttributedCalls read(ByteReader in) {
    return AttributedCalls.read(in);
  }

  @Override
  public void fold(CallSums calls, long windowStart, PartialSink<AttributedCalls> into) {
    Attribution of = calls.attribution();
    Caller caller = of.caller();
    Key key =
        new KeyWriter()
            .name(of.tenant())
            .name(caller.team())
            .name(caller.user())
            .name(caller.apiKey())
            .name(caller.project())
            .name(of.provider())
            .name(of.model())
            .window(windowStart);
    into.add(key, AttributedCalls.of(calls));
  }

  @Override
  public void fill(Key key, AttributedCalls measures, Record row) {
    long start = key.windowStart();
    KeyReader names = key.parts();
    row.set(0, Columns.time(start));
    row.set(1, Columns.time(period.endOf(start)));
    for (int i = 0; i < NAMES.size(); i++) {
      row.set(2 + i, names.name());
    }
    CostSums cost = measures.cost();
    ChargeSums charges = measures.charges();
    row.set(REQUESTS, measures.requests());
    row.set(TOTAL, CostColumns.total(cost));
    row.set(TOTAL + 1, cost.known());
    CostColumns.fill(cost, row, COSTS);
    for (int i = 0; i < COUNTED.size(); i++) {
      row.set(UNITS + i, charges.units(COUNTED.get(i)));
    }
    for (Charge charge : Charge.all()) {
      row.set(CHARGES + charge.index(), charges.cost(charge, CostColumns.USD_SCALE));
    }
    row.set(UNCHARGED, charges.uncharged(CostColumns.USD_SCALE));
    row.set(UNCHARGED + 1, 0);
  }

  @Override
  public void merge(Record row, PartialFold<AttributedCalls> into) {
    KeyWriter key = new KeyWriter();
    for (int i = 0; i < NAMES.size(); i++) {
      key.name((String) row.get(2 + i));
    }
    into.at(key.window(period.startOf(Columns.millis(row.get(0))))).merge(measures(row));
  }

  /** The measures that {@link #fill} filled {@code row} with. */
  static AttributedCalls measures(Record row) {
    long requests = CostColumns.count(row, REQUESTS);
    int scale = CostColumns.USD_SCALE;
    ChargeSums charges = ChargeSums.of(CostColumns.usd(row, UNCHARGED), scale);
    charges.add(Charge.CALL, requests, CostColumns.usd(row, CHARGES + Charge.CALL.index()), scale);
    for (int i = 0; i < COUNTED.size(); i++) {
      Charge charge = COUNTED.get(i);
      charges.add(
          charge,
          CostColumns.count(row, UNITS + i),
          CostColumns.usd(row, CHARGES + charge.index()),
          scale);
    }
    return AttributedCalls.of(requests, CostColumns.read(row, TOTAL, COSTS), charges);
  }
}
