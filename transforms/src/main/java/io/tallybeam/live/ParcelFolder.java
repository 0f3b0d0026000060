package io.tallybeam.live;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.table.Tables;
import java.io.IOException;

/**
 * Finds what parcels amount to, window by window: names of calls are remembered from one to the
 * next. Not safe for use by several threads at once.
 */
public final class ParcelFolder {

  private final Tables tables;
  private final CallPricer pricer;
  private final DistinctCalls calls;

  /** Counts calls as {@code settings} say. */
  public ParcelFolder(LiveSettings settings) {
    this.tables = settings.tables();
    this.pricer = new CallPricer(settings.fold().costs());
    this.calls = new DistinctCalls(BlockStore.INLINE, settings.fold().windows());
  }

  /** From now on calls have the prices that are in force by now. */
  public void refreshPrices() {
    pricer.refresh();
  }

  /** What the parcels of one window and shard amount to. */
  public WindowContents fold(Iterable<byte[]> parcels) throws IOException {
    return WindowContents.of(parcels, tables, pricer, calls);
  }
}
