package io.tallybeam.fold;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.table.RejectedEvent;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import java.io.IOException;

/** The accumulators of every table in one worker. */
final class PartialTables {

  /** Beyond this many windows the ledger is flushed, so that memory stays bounded. */
  private static final int MAX_KEYS = 100_000;

  /** A dead letter holds its payload: fewer of them fit. */
  private static final int MAX_REJECTED = 5_000;

  /** The same in characters of payload, of which one event may have a million. */
  private static final long MAX_REJECTED_CHARS = 10 << 20;

  private final FoldSettings settings;
  private final PartialFold.Output output;
  private final Tables tables;
  private final SummedCalls calls;
  private final PartialFold<LedgerCounts> ledger;
  private final PartialFold<RejectedEvent.Details> rejected;
  private long rejectedChars;
  private LedgerCounts lastCounts = new LedgerCounts();
  private long lastWindow;
  private boolean hasLast;

  PartialTables(FoldSettings settings, PartialFold.Output output) {
    this.settings = settings;
    this.output = output;
    this.tables = settings.tables();
    this.calls =
        new SummedCalls(
            tables.calls(), new CallPricer(settings.costs()), settings, settings.store(), output);
    this.ledger = new PartialFold<>(WindowLedgerTable.NAME, LedgerCounts::new);
    this.rejected = RejectedEventsTable.newFold();
  }

  /** Counts {@code call} in every table and in the ledger. */
  void add(Call call, long windowStart) throws IOException {
    ledger(windowStart).addAggregated();
    calls.add(call, windowStart);
  }

  /** The same for a call behind which the others of its window and attribution come. */
  void addNext(Call call, long windowStart) throws IOException {
    ledger(windowStart).addAggregated();
    calls.addNext(call, windowStart);
  }

  void add(RejectedEvent event) throws IOException {
    tables.rejected().fold(event, rejected);
    rejectedChars += event.payload().length();
    if (rejected.size() >= MAX_REJECTED || rejectedChars >= MAX_REJECTED_CHARS) {
      flush(tables.rejected(), rejected);
      rejectedChars = 0;
    }
  }

  /** The counts of the window that starts at {@code windowStart}. */
  LedgerCounts ledger(long windowStart) throws IOException {
    if (!hasLast || lastWindow != windowStart) {
      if (ledger.size() >= MAX_KEYS) {
        flush(tables.ledger(), ledger);
      }
      lastCounts = ledger.at(WindowLedgerTable.key(settings.source(), windowStart));
      lastWindow = windowStart;
      hasLast = true;
    }
    return lastCounts;
  }

  /** Emits all that is held, and forgets it. */
  void flush() throws IOException {
    calls.flush();
    flush(tables.ledger(), ledger);
    flush(tables.rejected(), rejected);
    rejectedChars = 0;
    hasLast = false;
  }

  private <M extends Measures<M>> void flush(WindowTable<M> table, PartialFold<M> fold)
      throws IOException {
    fold.flush(
        settings::spanStart, (Key key) -> settings.shard(table, key), settings.store(), output);
  }
}
