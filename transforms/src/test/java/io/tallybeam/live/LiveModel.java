package io.tallybeam.live;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.partial.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of the events of a partition, one after the other, in plain maps. */
final class LiveModel {

  private final LiveSettings settings;
  private final CallPricer pricer;
  private final Map<List<Object>, List<Call>> copies = new HashMap<>();

  /** Read, aggregated, duplicates, conflicting, rejected, outside, late. */
  final Map<Long, long[]> ledger = new TreeMap<>();

  /** By position: how late. */
  final Map<Long, Long> late = new TreeMap<>();

  /** The positions of dead letters. */
  final List<Long> rejected = new ArrayList<>();

  /** The rows, by window, tenant and model. */
  final Map<List<Object>, CallMeasures> rows = new HashMap<>();

  LiveModel(LiveSettings settings, List<LiveEvent> partition) {
    this.settings = settings;
    this.pricer = new CallPricer(settings.fold().costs());
    long watermark = Long.MIN_VALUE;
    for (int position = 0; position < partition.size(); position++) {
      LiveEvent event = partition.get(position);
      if (event.call().isEmpty() || event.believedTime().isEmpty()) {
        reject(event, position);
        continue;
      }
      long time = event.believedTime().get();
      take(event.call().get(), Math.floorDiv(time, LiveEvent.WINDOW), watermark, position);
      watermark = Math.max(watermark, time - settings.watermarkDelayMillis());
    }
    copies.forEach((key, calls) -> count(calls, (Long) key.get(2)));
  }

  private void reject(LiveEvent event, long position) {
    String digits = event.line().replaceAll(".*\"timestamp\":(\\d+).*", "$1");
    long time = Long.parseLong(digits);
    boolean believed = time > LiveEvent.START / 2 && time <= event.believedUntil();
    long window =
        believed ? Math.floorDiv(time, LiveEvent.WINDOW) * LiveEvent.WINDOW : Key.NO_WINDOW;
    if (believed && window < settings.fold().range().from()) {
      add(Key.NO_WINDOW, 0, 5);
    } else {
      add(window, 0, 4);
      rejected.add(position);
    }
  }

  private void take(Call call, long number, long watermark, long position) {
    long window = number * LiveEvent.WINDOW;
    long close = window + LiveEvent.WINDOW + settings.allowedLatenessMillis();
    if (window < settings.fold().range().from()) {
      add(Key.NO_WINDOW, 0, 5);
    } else if (watermark >= close) {
      add(window, 0, 6);
      late.put(position, watermark - close);
    } else {
      add(window, 0);
      boolean alone = !settings.fold().deduplicate() || call.requestId().isEmpty();
      Object id = alone ? (Object) position : call.requestId();
      copies.computeIfAbsent(List.of(call.tenant(), id, window), k -> new ArrayList<>()).add(call);
    }
  }

  private void count(List<Call> calls, long window) {
    calls.sort((one, other) -> Arrays.compareUnsigned(encode(one), encode(other)));
    Call kept = calls.get(0);
    add(window, 1);
    ledger.get(window)[2] += calls.size() - 1;
    ledger.get(window)[3] += calls.stream().filter(call -> !call.equals(kept)).count();
    rows.computeIfAbsent(
            List.of(window, kept.tenant(), kept.attribution().model()), key -> new CallMeasures())
        .add(kept, pricer.price(kept));
  }

  private void add(long window, int... columns) {
    long[] counts = ledger.computeIfAbsent(window, w -> new long[7]);
    for (int column : columns) {
      counts[column]++;
    }
  }

  private static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter(64);
    CallCoding.write(call, out);
    call.names().write(out);
    return out.toByteArray();
  }
}
