package io.tallybeam.live;

import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.table.LateEvent;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.RejectedEvent;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Packs the events of one element that enter no window, by table and day; in several parcels if
 * there are very many of them.
 */
final class LetterPacker {

  /** So many are held. */
  static final int MAX_EVENTS = 5_000;

  /** The same in characters of payload, of which one event may have a million. */
  private static final long MAX_CHARS = 10 << 20;

  private static final Comparator<GroupKey> ORDER =
      Comparator.comparing(GroupKey::table).thenComparing(GroupKey::spanStart);

  private final LateEventsTable lateTable = new LateEventsTable();
  private final RejectedEventsTable rejectedTable = new RejectedEventsTable();
  private final PartialFold<LateEvent.Details> late = LateEventsTable.newFold();
  private final PartialFold<RejectedEvent.Details> rejected = RejectedEventsTable.newFold();
  private final Map<GroupKey, Map<Long, LedgerCounts>> counts = new TreeMap<>(ORDER);
  private final ParcelPacker.Output output;
  private long chars;
  private long allLate;
  private long allRejected;

  LetterPacker(ParcelPacker.Output output) {
    this.output = output;
  }

  void add(LateEvent event) throws IOException {
    allLate++;
    lateTable.fold(event, late);
    LedgerCounts count = count(LateEventsTable.NAME, event.windowStart());
    count.addRead();
    count.addLate();
    flushIfFull(event.payload());
  }

  void add(RejectedEvent event) throws IOException {
    allRejected++;
    rejectedTable.fold(event, rejected);
    LedgerCounts count = count(RejectedEventsTable.NAME, event.windowStart());
    count.addRead();
    count.addRejected();
    flushIfFull(event.payload());
  }

  private void flushIfFull(String payload) throws IOException {
    chars += payload.length();
    if (late.size() + rejected.size() >= MAX_EVENTS || chars >= MAX_CHARS) {
      flush();
    }
  }

  void countOutside() {
    LedgerCounts count = count(WindowLedgerTable.NAME, Key.NO_WINDOW);
    count.addRead();
    count.addOutsideRange();
  }

  /** How many late events there were. */
  long late() {
    return allLate;
  }

  /** How many dead letters there were. */
  long rejected() {
    return allRejected;
  }

  private LedgerCounts count(String table, long windowStart) {
    return counts
        .computeIfAbsent(group(table, windowStart), key -> new TreeMap<>())
        .computeIfAbsent(windowStart, window -> new LedgerCounts());
  }

  private static GroupKey group(String table, long windowStart) {
    return new GroupKey(table, day(windowStart), 0);
  }

  private static long day(long windowStart) {
    return windowStart == Key.NO_WINDOW ? Key.NO_WINDOW : Period.Day.UTC.startOf(windowStart);
  }

  /** Emits all that is held, and forgets it. */
  void flush() throws IOException {
    if (counts.isEmpty()) {
      return;
    }
    chars = 0;
    flush(late);
    flush(rejected);
    // What is left has no rows.
    for (Map.Entry<GroupKey, Map<Long, LedgerCounts>> entry : counts.entrySet()) {
      output.emit(entry.getKey(), new Letters(entry.getValue(), Optional.empty()).toBytes());
    }
    counts.clear();
  }

  private <M extends Measures<M>> void flush(PartialFold<M> fold) throws IOException {
    fold.flush(
        key -> day(key.windowStart()),
        key -> 0,
        BlockStore.INLINE,
        (group, block) ->
            output.emit(group, new Letters(countsOnce(group), Optional.of(block)).toBytes()));
  }

  /** The counts go with the first of the blocks of a group. */
  private Map<Long, LedgerCounts> countsOnce(GroupKey group) {
    Map<Long, LedgerCounts> first = counts.remove(group);
    return first == null ? Map.of() : first;
  }
}
