package io.tallybeam.table;

import io.tallybeam.window.TumblingWindow;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables that a run writes.
 *
 * @param calls the tables computed from calls
 * @param ledger the ledger of windows
 * @param rejected the dead letters
 * @param late the events that came too late for their windows
 */
public record Tables(
    List<CallTable<?>> calls,
    WindowLedgerTable ledger,
    RejectedEventsTable rejected,
    LateEventsTable late) {

  /** All tables of windows of the given size. A new table is one line here. */
  public static Tables of(TumblingWindow windows) {
    return new Tables(
        List.of(
            CostAttributionTable.of(windows),
            CostByTagTable.of(windows),
            OperationsTable.metrics(windows)),
        new WindowLedgerTable(windows),
        new RejectedEventsTable(),
        new LateEventsTable());
  }

  /** Every table. */
  public List<WindowTable<?>> all() {
    return Stream.<WindowTable<?>>concat(calls.stream(), Stream.of(ledger, rejected, late))
        .toList();
  }

  /** The table of the given name. */
  public WindowTable<?> named(String name) {
    return all().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table " + name));
  }
}
