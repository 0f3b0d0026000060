package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/**
 * What became of events. Mutable, for the hot loop.
 *
 * <p>{@code read = aggregated + duplicates + rejected + outsideRange + late}, once all partial
 * counts are merged.
 */
public final class LedgerCounts implements Measures<LedgerCounts> {

  private long read;
  private long aggregated;
  private long duplicates;
  private long conflictingDuplicates;
  private long rejected;
  private long outsideRange;
  private long late;

  /** No events. */
  public LedgerCounts() {}

  /** The given counts. */
  public static LedgerCounts of(
      long read,
      long aggregated,
      long duplicates,
      long conflictingDuplicates,
      long rejected,
      long outsideRange,
      long late) {
    LedgerCounts counts = new LedgerCounts();
    counts.read = read;
    counts.aggregated = aggregated;
    counts.duplicates = duplicates;
    counts.conflictingDuplicates = conflictingDuplicates;
    counts.rejected = rejected;
    counts.outsideRange = outsideRange;
    counts.late = late;
    return counts;
  }

  /** Counts an event that was read, whatever becomes of it. */
  public void addRead() {
    read++;
  }

  /** Counts a call that entered the tables. */
  public void addAggregated() {
    aggregated++;
  }

  /** Counts copies of a call that did not enter the tables, and how many differ from it. */
  public void addDuplicates(long copies, long conflicting) {
    duplicates += copies;
    conflictingDuplicates += conflicting;
  }

  /** Counts a reject. */
  public void addRejected() {
    rejected++;
  }

  /** Counts an event of a window that is not replaced. */
  public void addOutsideRange() {
    outsideRange++;
  }

  /** Counts an event that came too late for its window. */
  public void addLate() {
    late++;
  }

  /** What has come since {@code earlier}; single counts may be negative. */
  public LedgerCounts since(LedgerCounts earlier) {
    return of(
        read - earlier.read,
        aggregated - earlier.aggregated,
        duplicates - earlier.duplicates,
        conflictingDuplicates - earlier.conflictingDuplicates,
        rejected - earlier.rejected,
        outsideRange - earlier.outsideRange,
        late - earlier.late);
  }

  @Override
  public void merge(LedgerCounts other) {
    read += other.read;
    aggregated += other.aggregated;
    duplicates += other.duplicates;
    conflictingDuplicates += other.conflictingDuplicates;
    rejected += other.rejected;
    outsideRange += other.outsideRange;
    late += other.late;
  }

  /** Whether every event read is accounted for. */
  public boolean balances() {
    return read == aggregated + duplicates + rejected + outsideRange + late;
  }

  /** Events read. */
  public long read() {
    return read;
  }

  /** Calls that entered the tables. */
  public long aggregated() {
    return aggregated;
  }

  /** Copies of calls that had entered already. */
  public long duplicates() {
    return duplicates;
  }

  /** The duplicates that differ from the copy that was kept. */
  public long conflictingDuplicates() {
    return conflictingDuplicates;
  }

  /** Events that cannot be counted. */
  public long rejected() {
    return rejected;
  }

  /** Events of windows that the run does not replace. */
  public long outsideRange() {
    return outsideRange;
  }

  /** Events later than the allowed lateness. */
  public long late() {
    return late;
  }

  @Override
  public void write(ByteWriter out) {
    out.writeVarLong(read);
    out.writeVarLong(aggregated);
    out.writeVarLong(duplicates);
    out.writeVarLong(conflictingDuplicates);
    out.writeVarLong(rejected);
    out.writeVarLong(outsideRange);
    out.writeVarLong(late);
  }

  /** Reads what {@link #write} wrote. */
  public static LedgerCounts read(ByteReader in) {
    return of(
        in.readVarLong(),
        in.readVarLong(),
        in.readVarLong(),
        in.readVarLong(),
        in.readVarLong(),
        in.readVarLong(),
        in.readVarLong());
  }
}
