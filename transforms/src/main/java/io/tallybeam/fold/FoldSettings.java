package io.tallybeam.fold;

import io.tallybeam.cost.CostRules;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.EventFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.Serializable;

/**
 * The rules of a run, the same for every worker.
 *
 * @param windows the tumbling windows
 * @param range the windows to compute; events of others are counted as outside the range
 * @param plausible the range of event times that are believed; others are rejects
 * @param deduplicate whether calls of one tenant, request id and window count once
 * @param shards into how many parts the calls and the rows of a span are divided
 * @param span what is grouped, merged and written together: a window, or a day
 * @param source the name of the source in the ledger
 * @param format how events are read
 * @param redaction how payloads of dead letters are kept
 * @param costs how calls are priced
 * @param store where blocks lie while they cross the runner
 */
public record FoldSettings(
    TumblingWindow windows,
    TimeRange range,
    TimeRange plausible,
    boolean deduplicate,
    int shards,
    Period span,
    String source,
    EventFormat format,
    Redaction redaction,
    CostRules costs,
    BlockStore store)
    implements Grouping, Serializable {

  /** Into how many shards the calls of one window are divided. */
  private static final int WAYS = 2;

  Tables tables() {
    return Tables.of(windows);
  }

  @Override
  public long spanStart(Key key) {
    long window = key.windowStart();
    return window == Key.NO_WINDOW ? Key.NO_WINDOW : span.startOf(window);
  }

  /** All windows of a key's names are in one shard, so that they add up where they are written. */
  @Override
  public int shard(WindowTable<?> table, Key key) {
    int hash = key.namesHash();
    return Math.floorMod(hash ^ (hash >>> 16), table.shards(shards));
  }

  /**
   * The group in which all copies of a call meet, with other calls of its span.
   *
   * <p>The windows of a span are dealt out in turn, each to two shards by its tenants: so all calls
   * of a row meet in one group, and a lone window still keeps two workers busy.
   */
  GroupKey duplicatesOf(CallNames names, long windowStart) {
    int hash = names.tenantHash();
    long way = Math.floorMod(hash ^ (hash >>> 16), WAYS);
    long turn = Math.floorDiv(windowStart, windows.millis());
    return new GroupKey("", span.startOf(windowStart), Math.floorMod(turn + way, shards));
  }
}
