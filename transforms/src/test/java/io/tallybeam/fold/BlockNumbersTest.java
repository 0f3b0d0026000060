package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link BlockNumbers} against a hash map. */
class BlockNumbersTest {

  @Test
  void ordinalsAreNumberedAsTheyCome() {
    Random random = new Random(1);
    for (int ordinals : new int[] {1, 20, 3_000, Integer.MAX_VALUE}) {
      BlockNumbers numbers = new BlockNumbers();
      Map<Integer, Integer> model = new HashMap<>();
      for (int i = 0; i < 10_000; i++) {
        int ordinal = random.nextInt(ordinals);
        int expected = model.computeIfAbsent(ordinal, of -> model.size());
        assertThat(numbers.of(ordinal), is(expected));
        assertThat(numbers.size(), is(model.size()));
      }
    }
  }
}
