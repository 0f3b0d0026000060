package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AttributionTest {

  @Test
  void theOrderTellsThoseApartThatAreNotEqual() {
    Random random = new Random(5);
    List<Attribution> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(attribution(random));
    }
    for (Attribution one : all) {
      for (Attribution other : all) {
        int order = one.compareTo(other);
        assertThat(order == 0, is(one.equals(other)));
        assertThat(Integer.signum(other.compareTo(one)), is(-Integer.signum(order)));
      }
    }
    // Sorts without a contradiction.
    assertThat(new TreeSet<>(all).size(), is((int) all.stream().distinct().count()));
  }

  private static Attribution attribution(Random random) {
    List<Tag> tags = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      if (random.nextBoolean()) {
        tags.add(new Tag(name, 1 + random.nextInt(2)));
      }
    }
    Caller caller = new Caller(name(random), name(random), name(random), name(random));
    return new Attribution("t" + name(random), name(random), name(random), caller, tags);
  }

  private static String name(Random random) {
    return random.nextInt(3) > 0 ? "" : "x";
  }

  /** Without an order this takes hours. */
  @Test
  void namesOfOneHashAreFoundAmongMany() {
    int users = 1 << 17;
    Map<Attribution, Integer> found = new HashMap<>();
    for (int i = 0; i < users; i++) {
      found.put(colliding(i), i);
    }
    assertThat(found.size(), is(users));
    for (int i = 0; i < users; i++) {
      assertThat(found.get(colliding(i)), is(i));
    }
  }

  /** "Aa" and "BB" have one hash, and so have all texts made of as many of them. */
  private static Attribution colliding(int number) {
    StringBuilder user = new StringBuilder();
    for (int bit = 0; bit < 17; bit++) {
      user.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return new Attribution("t", "p", "m", new Caller("", user.toString(), "", ""), List.of());
  }
}
