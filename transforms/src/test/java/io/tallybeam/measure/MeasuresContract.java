package io.tallybeam.measure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Measures} promises: merging is addition, and equal measures have equal bytes.
 *
 * @param <M> the measures
 */
abstract class MeasuresContract<M extends Measures<M>> {

  /** Measures of nothing. */
  abstract M none();

  /** Measures of one event, or of few. */
  abstract M random(Random random);

  abstract M read(ByteReader in);

  @Test
  void mergingIsAssociativeAndCommutative() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      M a = random(random);
      M b = random(random);
      M c = random(random);
      String all = written(merged(merged(copy(a), b), c));
      assertThat(written(merged(copy(a), merged(copy(b), c))), is(all));
      assertThat(written(merged(merged(copy(c), b), a)), is(all));
      assertThat(written(merged(merged(copy(b), a), c)), is(all));
    }
  }

  @Test
  void nothingChangesNothing() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      M measures = random(random);
      assertThat(written(merged(copy(measures), none())), is(written(measures)));
      assertThat(written(merged(none(), measures)), is(written(measures)));
    }
  }

  @Test
  void mergingLeavesTheOtherAsItIs() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      M other = random(random);
      String before = written(other);
      M sum = merged(none(), other);
      merged(sum, random(random));
      assertThat(written(other), is(before));
    }
  }

  @Test
  void splitsAndOrdersDoNotShow() {
    Random random = new Random(4);
    for (int round = 0; round < 100; round++) {
      List<M> all = new ArrayList<>();
      for (int i = random.nextInt(100); i >= 0; i--) {
        all.add(random(random));
      }
      M whole = none();
      all.forEach(whole::merge);
      Collections.shuffle(all, random);
      List<M> parts = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        parts.add(none());
      }
      all.forEach(measures -> parts.get(random.nextInt(parts.size())).merge(measures));
      M merged = none();
      parts.forEach(part -> merged.merge(copy(part)));
      assertThat(written(merged), is(written(whole)));
    }
  }

  @Test
  void whatIsWrittenIsReadBackToTheByte() {
    Random random = new Random(5);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ByteWriter out = new ByteWriter(0);
      List<String> written = new ArrayList<>();
      for (int records = 0; records < 3; records++) {
        M measures = random(random);
        measures.write(out);
        written.add(written(measures));
      }
      seen.addAll(written);
      ByteReader in = new ByteReader(out.array(), 0, out.size());
      for (String expected : written) {
        assertThat(written(read(in)), is(expected));
      }
      assertThat(in.hasRemaining(), is(false));
    }
    assertThat(seen.size(), is(greaterThan(1_000)));
  }

  static <M extends Measures<M>> String written(M measures) {
    ByteWriter out = new ByteWriter(16);
    measures.write(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  private M copy(M measures) {
    byte[] bytes = HexFormat.of().parseHex(written(measures));
    return read(new ByteReader(bytes, 0, bytes.length));
  }

  private M merged(M into, M other) {
    into.merge(other);
    return into;
  }
}
