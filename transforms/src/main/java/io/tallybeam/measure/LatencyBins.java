package io.tallybeam.measure;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.SparseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;

/**
 * How many calls took how long: logarithmic bins with integer counts, a DDSketch of {@value
 * #RELATIVE_ACCURACY} relative accuracy over milliseconds.
 *
 * <p>Between the reader and the row only the occupied bins are kept, sorted: a key seen once costs
 * a few bytes and not a store's array. The bins and the bytes in a row are those of the DDSketch
 * library, so that any DDSketch implementation can read and merge a row's sketch.
 */
public final class LatencyBins {

  /** The relative accuracy of a quantile. */
  public static final double RELATIVE_ACCURACY = 0.01;

  /**
   * Interpolated by a polynomial: but for one constant, additions and multiplications decide a bin,
   * and not a logarithm of each latency, which may differ from machine to machine in its last bit.
   */
  private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

  /** The bin of a latency of zero, which has no logarithm. Sorts first. */
  private static final int ZERO = Integer.MIN_VALUE;

  /** Of an eighth as many bins each is looked for, and more are gone through. */
  private static final int FEW = 8;

  private int[] indexes = {0};
  private long[] counts = {0};
  private int size;

  /** No calls. */
  public LatencyBins() {}

  /** Counts one call of {@code micros} microseconds. */
  public void add(long micros) {
    add(indexOf(micros), 1);
  }

  /** Adds the counts of {@code other}. */
  public void merge(LatencyBins other) {
    if (other.size == 0) {
      return;
    }
    if (size == 0) {
      indexes = Arrays.copyOf(other.indexes, other.size);
      counts = Arrays.copyOf(other.counts, other.size);
      size = other.size;
      return;
    }
    if (other.size < size / FEW) {
      for (int i = 0; i < other.size; i++) {
        add(other.indexes[i], other.counts[i]);
      }
    } else {
      zip(other);
    }
  }

  /** Goes through both at once. */
  private void zip(LatencyBins other) {
    int[] allIndexes = new int[size + other.size];
    long[] allCounts = new long[size + other.size];
    int all = 0;
    int mine = 0;
    int its = 0;
    while (mine < size || its < other.size) {
      int index =
          mine < size && (its == other.size || indexes[mine] <= other.indexes[its])
              ? indexes[mine]
              : other.indexes[its];
      allIndexes[all] = index;
      if (mine < size && indexes[mine] == index) {
        allCounts[all] = counts[mine++];
      }
      if (its < other.size && other.indexes[its] == index) {
        allCounts[all] += other.counts[its++];
      }
      all++;
    }
    indexes = allIndexes;
    counts = allCounts;
    size = all;
  }

  private static int indexOf(long micros) {
    return micros == 0 ? ZERO : MAPPING.index(micros / 1000.0);
  }

  private void add(int index, long count) {
    int at = Arrays.binarySearch(indexes, 0, size, index);
    if (at >= 0) {
      counts[at] += count;
      return;
    }
    at = -at - 1;
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    indexes[at] = index;
    counts[at] = count;
    size++;
  }

  /**
   * The quantiles {@code ranks}, in milliseconds: for each the value of the bin that holds the call
   * of rank {@code floor(q * (n - 1))}.
   *
   * @param ascendingRanks from 0 to 1, ascending
   * @throws IllegalStateException if there are no calls
   */
  public double[] quantilesMillis(double... ascendingRanks) {
    if (size == 0) {
      throw new IllegalStateException("no latencies");
    }
    long total = Arrays.stream(counts, 0, size).sum();
    double[] values = new double[ascendingRanks.length];
    int bin = 0;
    long upToBin = counts[0];
    for (int i = 0; i < values.length; i++) {
      long rank = (long) Math.floor(ascendingRanks[i] * (total - 1));
      while (upToBin <= rank) {
        upToBin += counts[++bin];
      }
      values[i] = valueOf(indexes[bin]);
    }
    return values;
  }

  private static double valueOf(int index) {
    return index == ZERO ? 0 : MAPPING.value(index);
  }

  /** The DDSketch in the library's encoding, mapping included. Equal bins give equal bytes. */
  public byte[] toSketch() {
    Store positive = new SparseStore();
    long zeros = 0;
    for (int i = 0; i < size; i++) {
      if (indexes[i] == ZERO) {
        zeros = counts[i];
      } else {
        positive.add(indexes[i], (double) counts[i]);
      }
    }
    DDSketch sketch = DDSketch.of(MAPPING, new SparseStore(), positive, (double) zeros);
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withInitialCapacity(32 + 4 * size);
    try {
      sketch.encode(out, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.trimmedCopy();
  }

  /**
   * Reads what {@link #toSketch} gave.
   *
   * @throws IllegalArgumentException if it is no sketch, or one of other bins
   */
  public static LatencyBins ofSketch(byte[] bytes) {
    DDSketch sketch;
    try {
      sketch = DDSketch.decode(ByteArrayInput.wrap(bytes), SparseStore::new);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a latency sketch", e);
    }
    if (!sketch.getIndexMapping().equals(MAPPING)) {
      throw new IllegalArgumentException("a latency sketch of another accuracy");
    }
    LatencyBins bins = new LatencyBins();
    long inBins = 0;
    Iterator<Bin> ascending = sketch.getPositiveValueStore().getAscendingIterator();
    while (ascending.hasNext()) {
      Bin bin = ascending.next();
      bins.add(bin.getIndex(), (long) bin.getCount());
      inBins += (long) bin.getCount();
    }
    long zeros = (long) sketch.getCount() - inBins;
    if (zeros > 0) {
      bins.add(ZERO, zeros);
    }
    return bins;
  }

  void write(ByteWriter out) {
    out.writeVarLong(size);
    for (int i = 0; i < size; i++) {
      // Bins of latencies lie within some thousands of 0; the offset keeps them positive and short.
      out.writeVarLong(indexes[i] == ZERO ? 0 : indexes[i] + 10_000L);
      out.writeVarLong(counts[i]);
    }
  }

  static LatencyBins read(ByteReader in) {
    LatencyBins bins = new LatencyBins();
    bins.size = (int) in.readVarLong();
    bins.indexes = new int[Math.max(1, bins.size)];
    bins.counts = new long[Math.max(1, bins.size)];
    for (int i = 0; i < bins.size; i++) {
      long index = in.readVarLong();
      bins.indexes[i] = index == 0 ? ZERO : (int) (index - 10_000);
      bins.counts[i] = in.readVarLong();
    }
    return bins;
  }
}
