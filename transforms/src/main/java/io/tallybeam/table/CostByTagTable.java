package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;
import static io.tallybeam.table.Columns.USD;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Tag;
import io.tallybeam.measure.CallSums;
import io.tallybeam.measure.PriceVersions;
import io.tallybeam.measure.TaggedCalls;
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
 * What the calls with a tag cost, by window, tenant, tag, provider and model.
 *
 * <p>A call with several tags is divided among them by their weights, so that the costs of all
 * tags, with the row of calls without one, add up to the total. Requests are not divided: a call
 * counts for each of its tags.
 *
 * @param name the name of the table
 * @param period what a row covers
 */
public record CostByTagTable(String name, Period period) implements CallTable<TaggedCalls> {

  /** The name of the table of the windows. */
  public static final String NAME = "llm_cost_by_tag";

  /** The tag of calls without one. */
  static final String UNTAGGED = "";

  private static final Schema SCHEMA =
      new Columns()
          .required(WINDOW_START, TIME, "start of the window, inclusive")
          .required("window_end", TIME, "end of the window, exclusive")
          .required("tenant_id", TEXT, "who pays")
          .required("tag", TEXT, "tag, or empty for calls without one")
          .required("provider", TEXT, "LLM provider, or 'unknown'")
          .required("model", TEXT, "model, or 'unknown'")
          .required("total_requests", COUNT, "calls with the tag, each wholly: tags overlap")
          .optional("total_cost_usd", USD, "the tag's exact share; null where no cost is known")
          .required("cost_usd_count", COUNT, "calls with the tag whose cost is known")
          .required("unpriced_requests", COUNT, "calls with the tag of unknown cost; not free")
          .required(REVISION, Types.IntegerType.get(), "0, and 1 more for each late correction")
          .optional(
              "price_versions", TEXT, "price file and effective time of each price that counts")
          .schema();

  /** The table of the windows themselves. */
  static CostByTagTable of(TumblingWindow windows) {
    return new CostByTagTable(NAME, windows);
  }

  @Override
  public String family() {
    return NAME;
  }

  @Override
  public CostByTagTable over(String otherName, Period otherPeriod) {
    return new CostByTagTable(otherName, otherPeriod);
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<String> sortColumns() {
    return List.of("tenant_id", "tag", "provider", "model", WINDOW_START);
  }

  @Override
  public TaggedCalls newMeasures() {
    return new TaggedCalls();
  }

  @Override
  public TaggedCalls read(ByteReader in) {
    return TaggedCalls.read(in);
  }

  @Override
  public void fold(CallSums calls, long windowStart, PartialSink<TaggedCalls> into) {
    List<Tag> tags = calls.attribution().tags();
    if (tags.size() < 2) {
      String tag = tags.isEmpty() ? UNTAGGED : tags.get(0).name();
      into.add(key(calls.attribution(), tag, windowStart), TaggedCalls.of(calls));
      return;
    }
    for (int i = 0; i < tags.size(); i++) {
      into.add(key(calls.attribution(), tags.get(i).name(), windowStart), TaggedCalls.of(calls, i));
    }
  }

  private static Key key(Attribution of, String tag, long windowStart) {
    return key(of.tenant(), tag, of.provider(), of.model(), windowStart);
  }

  private static Key key(String tenant, String tag, String provider, String model, long start) {
    return new KeyWriter().name(tenant).name(tag).name(provider).name(model).window(start);
  }

  @Override
  public void fill(Key key, TaggedCalls measures, Record row) {
    long start = key.windowStart();
    KeyReader names = key.parts();
    long known = measures.requests() - measures.unpriced();
    row.set(0, Columns.time(start));
    row.set(1, Columns.time(period.endOf(start)));
    row.set(2, names.name());
    row.set(3, names.name());
    row.set(4, names.name());
    row.set(5, names.name());
    row.set(6, measures.requests());
    row.set(7, known == 0 ? null : measures.cost(CostColumns.USD_SCALE));
    row.set(8, known);
    row.set(9, measures.unpriced());
    row.set(10, 0);
    row.set(11, measures.versions().text());
  }

  @Override
  public void merge(Record row, PartialFold<TaggedCalls> into) {
    Key key =
        key(
            (String) row.get(2),
            (String) row.get(3),
            (String) row.get(4),
            (String) row.get(5),
            period.startOf(Columns.millis(row.get(0))));
    into.at(key)
        .merge(
            TaggedCalls.of(
                CostColumns.count(row, 6),
                CostColumns.count(row, 9),
                CostColumns.usd(row, 7),
                CostColumns.USD_SCALE,
                PriceVersions.ofText((String) row.get(11))));
  }
}
