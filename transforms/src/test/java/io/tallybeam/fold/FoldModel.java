package io.tallybeam.fold;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.measure.AttributedCalls;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.measure.OneCall;
import io.tallybeam.measure.TaggedCalls;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.CostByTagTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes of events, in plain maps: no blocks, no flushes, no shards. */
final class FoldModel {

  private final FoldSettings settings;
  private final CallPricer pricer;
  private final Map<Key, CallMeasures> metrics = new HashMap<>();
  private final Map<Key, AttributedCalls> attribution = new HashMap<>();
  private final Map<Key, TaggedCalls> tags = new HashMap<>();
  private final Map<Long, long[]> ledger = new HashMap<>();
  private final Map<Key, String> rejected = new HashMap<>();
  private final Map<List<Object>, List<Call>> copies = new HashMap<>();

  FoldModel(FoldSettings settings) {
    this.settings = settings;
    this.pricer = new CallPricer(settings.costs());
  }

  void add(Event event, String origin, long position) {
    long time = event.truth().eventTimeMillis();
    boolean inWindow = time != Parsed.NO_TIME && settings.plausible().contains(time);
    long window = inWindow ? Math.floorDiv(time, Event.WINDOW) * Event.WINDOW : Key.NO_WINDOW;
    boolean outside = inWindow && !settings.range().contains(window);
    long[] counts = counts(outside ? Key.NO_WINDOW : window);
    counts[0]++;
    if (outside) {
      counts[5]++;
    } else if (inWindow && event.truth() instanceof Call call) {
      boolean unique = !settings.deduplicate() || call.requestId().isEmpty();
      Object identity = unique ? new Object() : call.requestId();
      copies
          .computeIfAbsent(List.of(call.tenant(), identity, window), id -> new ArrayList<>())
          .add(call);
    } else {
      counts[4]++;
      RejectReason reason =
          event.truth() instanceof Reject reject
              ? reject.reason()
              : RejectReason.IMPLAUSIBLE_TIMESTAMP;
      Key key = new KeyWriter().name(origin).number(position).window(window);
      rejected.put(key, reason.code());
    }
  }

  private long[] counts(long window) {
    return ledger.computeIfAbsent(window, w -> new long[7]);
  }

  /** As {@link Rows#merge} gives them; of dead letters the reasons only. */
  Map<String, Map<Key, String>> rows() {
    copies.forEach((identity, calls) -> count(calls, (Long) identity.get(2)));
    copies.clear();
    Map<Key, String> ledgerRows = new HashMap<>();
    ledger.forEach(
        (window, n) ->
            ledgerRows.put(
                WindowLedgerTable.key(settings.source(), window),
                Rows.written(LedgerCounts.of(n[0], n[1], n[2], n[3], n[4], n[5], n[6]))));
    return Map.of(
        OperationsTable.METRICS, written(metrics),
        CostAttributionTable.NAME, written(attribution),
        CostByTagTable.NAME, written(tags),
        WindowLedgerTable.NAME, ledgerRows,
        RejectedEventsTable.NAME, rejected);
  }

  private void count(List<Call> calls, long window) {
    calls.sort((a, b) -> Arrays.compareUnsigned(encode(a), encode(b)));
    Call kept = calls.get(0);
    long[] counts = counts(window);
    counts[1]++;
    counts[2] += calls.size() - 1;
    counts[3] += calls.stream().filter(call -> !call.equals(kept)).count();
    CallCost cost = pricer.price(kept);
    metrics.computeIfAbsent(key(kept, window), key -> new CallMeasures()).add(kept, cost);
    attribution
        .computeIfAbsent(key(kept, window, "", "", "", ""), key -> new AttributedCalls())
        .merge(AttributedCalls.of(OneCall.sums(kept, cost)));
    tags.computeIfAbsent(key(kept, window, ""), key -> new TaggedCalls())
        .merge(TaggedCalls.of(OneCall.sums(kept, cost)));
  }

  /** The events have no details. */
  private static Key key(Call call, long window, String... none) {
    KeyWriter names = new KeyWriter().name(call.tenant());
    for (String name : none) {
      names.name(name);
    }
    return names
        .name(call.attribution().provider())
        .name(call.attribution().model())
        .window(window);
  }

  private static <M extends Measures<M>> Map<Key, String> written(Map<Key, M> rows) {
    Map<Key, String> written = new HashMap<>();
    rows.forEach((key, measures) -> written.put(key, Rows.written(measures)));
    return written;
  }

  /** Counts of all windows: read, aggregated, duplicates, conflicting, rejected, outside, late. */
  long[] totals() {
    long[] totals = new long[7];
    for (long[] counts : ledger.values()) {
      Arrays.setAll(totals, i -> totals[i] + counts[i]);
    }
    return totals;
  }

  private static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter(64);
    CallCoding.write(call, out);
    call.names().write(out);
    return out.toByteArray();
  }
}
