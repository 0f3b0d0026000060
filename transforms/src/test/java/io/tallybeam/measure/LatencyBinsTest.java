package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link LatencyBins}, against the exact ranks and against the DDSketch library. */
class LatencyBinsTest {

  private static final double[] RANKS = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

  @ParameterizedTest
  @EnumSource
  void splitAndMergeEqualsWhole(LatencyDistribution distribution) {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      long[] latencies = distribution.some(random, 2_000);
      LatencyBins whole = bins(latencies);
      List<LatencyBins> parts = new ArrayList<>();
      for (int i = 1 + random.nextInt(9); i > 0; i--) {
        parts.add(new LatencyBins());
      }
      shuffle(latencies, random);
      for (long latency : latencies) {
        parts.get(random.nextInt(parts.size())).add(latency);
      }
      while (parts.size() > 1) {
        Collections.shuffle(parts, random);
        parts.get(0).merge(parts.remove(parts.size() - 1));
      }
      assertThat(written(parts.get(0)), is(written(whole)));
      assertThat(hex(parts.get(0).toSketch()), is(hex(whole.toSketch())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantilesAreWithinOnePerCentOfTheExactRank(LatencyDistribution distribution) {
    Random random = new Random(2);
    for (int round = 0; round < 100; round++) {
      long[] latencies = distribution.some(random, round < 50 ? 8 : 3_000);
      double[] quantiles = bins(latencies).quantilesMillis(RANKS);
      Arrays.sort(latencies);
      for (int i = 0; i < RANKS.length; i++) {
        double exact = latencies[(int) Math.floor(RANKS[i] * (latencies.length - 1))] / 1000.0;
        double error = LatencyBins.RELATIVE_ACCURACY * exact * (1 + 1e-9);
        assertThat("at " + RANKS[i], quantiles[i], is(closeTo(exact, error)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void binsAndQuantilesAreThoseOfTheLibrary(LatencyDistribution distribution) throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      long[] latencies = distribution.some(random, 1_000);
      LatencyBins ours = bins(latencies);
      DDSketch library = library(latencies);
      DDSketch decoded = decode(ours.toSketch());
      assertThat(decoded.getCount(), is((double) latencies.length));
      assertThat(text(decoded), is(text(library)));
      assertThat(ours.quantilesMillis(RANKS), is(library.getValuesAtQuantiles(RANKS)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLibraryMergesSketchesAsWeDo(LatencyDistribution distribution) throws IOException {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      LatencyBins ours = bins(distribution.some(random, 500));
      LatencyBins other = bins(LatencyDistribution.ALL_SIZES.some(random, 500));
      DDSketch library = decode(ours.toSketch());
      library.decodeAndMergeWith(ByteArrayInput.wrap(other.toSketch()));
      ours.merge(other);
      assertThat(written(LatencyBins.ofSketch(encode(library))), is(written(ours)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBack(LatencyDistribution distribution) {
    Random random = new Random(5);
    for (int round = 0; round < 100; round++) {
      LatencyBins bins = bins(distribution.some(random, 300));
      String written = written(bins);
      byte[] bytes = HexFormat.of().parseHex(written);
      ByteReader in = new ByteReader(bytes, 0, bytes.length);
      assertThat(written(LatencyBins.read(in)), is(written));
      assertThat(in.hasRemaining(), is(false));
      LatencyBins ofSketch = LatencyBins.ofSketch(bins.toSketch());
      assertThat(written(ofSketch), is(written));
      assertThat(hex(ofSketch.toSketch()), is(hex(bins.toSketch())));
    }
  }

  @Test
  void binsReadBackCanBeAddedTo() {
    LatencyBins bins = bins(0, 5, 70_000, 1_000_000);
    byte[] bytes = HexFormat.of().parseHex(written(bins));
    LatencyBins read = LatencyBins.read(new ByteReader(bytes, 0, bytes.length));
    LatencyBins none = LatencyBins.read(new ByteReader(new byte[1], 0, 1));
    for (long latency : new long[] {9, 70_000, 8_000_000}) {
      bins.add(latency);
      read.add(latency);
      none.add(latency);
    }
    assertThat(written(read), is(written(bins)));
    assertThat(written(none), is(written(bins(9, 70_000, 8_000_000))));
  }

  @Test
  void countsBeyondTheLargestIntAreKept() {
    LatencyBins bins = bins(1_000, 0);
    for (int i = 0; i < 40; i++) {
      bins.merge(LatencyBins.ofSketch(bins.toSketch()));
    }
    bins.add(1_000);
    assertThat(decode(bins.toSketch()).getCount(), is((double) ((2L << 40) + 1)));
    assertThat(written(LatencyBins.ofSketch(bins.toSketch())), is(written(bins)));
    assertThat(bins.quantilesMillis(0.49), is(new double[] {0}));
    assertThat(bins.quantilesMillis(0.51)[0], is(closeTo(1, 0.0101)));
  }

  /** Rows hold these bytes: if they change, the sketches of old rows cannot be merged with new. */
  @Test
  void theBytesOfASketchAreFixed() {
    byte[] sketch = bins(0, 0, 1, 999, 1_000, 250_000, Call.MAX_LATENCY_MICROS).toSketch();
    // The mapping: its kind, gamma and offset. The count of zeros. The bins: how many, and of each
    // the distance from the one before and the count.
    String mapping = "0e" + "c2f1e7e9ed51f03f" + "0000000000000000";
    String zeros = "04" + "03";
    String bins =
        "05" + "05" + "b905" + "02" + "b805" + "02" + "02" + "02" + "ac04" + "02" + "e40c" + "02";
    assertThat(hex(sketch), is(mapping + zeros + bins));
  }

  @Test
  void whatIsNoLatencySketchIsRefused() throws IOException {
    byte[] finer = encode(sketch(new CubicallyInterpolatedMapping(0.02)));
    byte[] logarithmic = encode(sketch(new LogarithmicMapping(LatencyBins.RELATIVE_ACCURACY)));
    byte[] noise = {-1, -1, -1, -1};
    for (byte[] bytes : List.of(new byte[0], noise, finer, logarithmic)) {
      assertThrows(IllegalArgumentException.class, () -> LatencyBins.ofSketch(bytes));
    }
  }

  @Test
  void nothingHasNoQuantile() {
    assertThrows(IllegalStateException.class, () -> new LatencyBins().quantilesMillis(0.5));
    assertThat(written(LatencyBins.ofSketch(new LatencyBins().toSketch())), is("00"));
  }

  private static LatencyBins bins(long... latencies) {
    LatencyBins bins = new LatencyBins();
    Arrays.stream(latencies).forEach(bins::add);
    return bins;
  }

  private static DDSketch library(long... latencies) {
    DDSketch sketch = sketch(new CubicallyInterpolatedMapping(LatencyBins.RELATIVE_ACCURACY));
    Arrays.stream(latencies).forEach(micros -> sketch.accept(micros / 1000.0));
    return sketch;
  }

  private static DDSketch sketch(IndexMapping mapping) {
    return new DDSketch(mapping, UnboundedSizeDenseStore::new);
  }

  private static DDSketch decode(byte[] bytes) {
    try {
      return DDSketch.decode(ByteArrayInput.wrap(bytes), UnboundedSizeDenseStore::new);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] encode(DDSketch sketch) throws IOException {
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    sketch.encode(out, false);
    return out.trimmedCopy();
  }

  private static String text(DDSketch sketch) {
    StringBuilder text = new StringBuilder().append(sketch.getCount()).append(" in ");
    for (Bin bin : (Iterable<Bin>) sketch.getPositiveValueStore()::getAscendingIterator) {
      text.append(bin.getIndex()).append(':').append(bin.getCount()).append(' ');
    }
    return text.toString();
  }

  private static void shuffle(long[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      long value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  private static String written(LatencyBins bins) {
    ByteWriter out = new ByteWriter(16);
    bins.write(out);
    return hex(out.toByteArray());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
