package io.tallybeam.partial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of a {@link Key} against the order of its parts. */
class KeyTest {

  /** Prefixes of each other, and characters whose order in UTF-16 is not that of code points. */
  private static final String[] NAMES = {
    "", "a", "aa", "ab", "a b", "b", "~", "é", "漢", "\uFF5E", "\uFFFD", "🐝", "🐝a", "a🐝", "\u0001"
  };

  private record Parts(String first, String second, long number, long window)
      implements Comparable<Parts> {

    Key key(KeyWriter writer) {
      return writer.name(first).name(second).number(number).window(window);
    }

    @Override
    public int compareTo(Parts other) {
      int order = Arrays.compare(codePoints(first), codePoints(other.first));
      if (order == 0) {
        order = Arrays.compare(codePoints(second), codePoints(other.second));
      }
      if (order == 0) {
        order = Long.compare(number, other.number);
      }
      return order != 0 ? order : Long.compare(window, other.window);
    }

    private static int[] codePoints(String name) {
      return name.codePoints().toArray();
    }
  }

  @Test
  void keysSortAsTheirParts() {
    Random random = new Random(1);
    KeyWriter writer = new KeyWriter();
    int equal = 0;
    for (int i = 0; i < 50_000; i++) {
      Parts parts = parts(random);
      Parts other = near(parts, random);
      Key key = parts.key(writer);
      Key otherKey = other.key(writer);
      int order = Integer.signum(parts.compareTo(other));
      if (Integer.signum(key.compareTo(otherKey)) != order) {
        assertThat(parts + " and " + other, key.compareTo(otherKey), is(order));
      }
      if (order == 0) {
        equal++;
        assertThat(key.hashCode(), is(otherKey.hashCode()));
      }
      assertThat(parts + " and " + other, key.equals(otherKey), is(order == 0));
    }
    assertThat(equal, is(greaterThan(1_000)));
    assertThat(equal, is(lessThan(40_000)));
  }

  @Test
  void partsAreReadBackInTheirOrder() {
    Random random = new Random(2);
    KeyWriter writer = new KeyWriter();
    for (int i = 0; i < 10_000; i++) {
      Parts parts = parts(random);
      Key key = parts.key(writer);
      KeyReader reader = key.parts();
      Parts read = new Parts(reader.name(), reader.name(), reader.number(), reader.number());
      assertThat(read, is(parts));
      assertThat(key.windowStart(), is(parts.window));
    }
  }

  @Test
  void anotherWindowLeavesTheOtherPartsAlone() {
    Random random = new Random(3);
    KeyWriter writer = new KeyWriter();
    for (int i = 0; i < 10_000; i++) {
      Parts parts = parts(random);
      long window = number(random);
      Parts moved = new Parts(parts.first, parts.second, parts.number, window);
      assertThat(parts.key(writer).withWindow(window), is(moved.key(writer)));
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(4);
    KeyWriter writer = new KeyWriter();
    for (int i = 0; i < 10_000; i++) {
      Key key = parts(random).key(writer);
      ByteWriter out = new ByteWriter(1);
      key.write(out);
      ByteReader in = new ByteReader(out.array(), 0, out.size());
      assertThat(Key.read(in), is(key));
      assertThat(in.hasRemaining(), is(false));
    }
  }

  @Test
  void noWindowSortsBeforeEveryWindow() {
    KeyWriter writer = new KeyWriter();
    Key none = writer.name("a").window(Key.NO_WINDOW);
    for (long window : new long[] {Long.MIN_VALUE + 1, -1, 0, Long.MAX_VALUE}) {
      assertThat(none.compareTo(writer.name("a").window(window)), is(lessThan(0)));
    }
    assertThat(none.windowStart(), is(Key.NO_WINDOW));
  }

  private static Parts parts(Random random) {
    return new Parts(name(random), name(random), number(random), number(random));
  }

  /** Parts that differ from the given ones in one part at most. */
  private static Parts near(Parts parts, Random random) {
    Parts other = parts(random);
    int part = random.nextInt(6);
    return new Parts(
        part == 0 ? other.first : parts.first,
        part == 1 ? other.second : parts.second,
        part == 2 ? other.number : parts.number,
        part == 3 ? other.window : parts.window);
  }

  private static String name(Random random) {
    String name = NAMES[random.nextInt(NAMES.length)];
    return random.nextBoolean() ? name : name + NAMES[random.nextInt(NAMES.length)];
  }

  private static long number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5) - 2;
      case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }
}
