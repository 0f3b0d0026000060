package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.event.CallNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link NameOrdinals} against a hash map. */
class NameOrdinalsTest {

  @Test
  void equalNamesHaveOneNumberAndNoOthersHaveIt() {
    Random random = new Random(1);
    for (int names : new int[] {1, 100, 600, 20_000}) {
      NameOrdinals ordinals = new NameOrdinals();
      Map<CallNames, Integer> model = new HashMap<>();
      for (int i = 0; i < 3 * names; i++) {
        // Each time another object.
        CallNames name = new CallNames("tenant-" + random.nextInt(names), "azure", "gpt-4o");
        Integer expected = model.putIfAbsent(name, model.size());
        int next = model.size() - 1;
        assertThat(ordinals.of(name), is(expected == null ? next : expected));
      }
    }
  }

  /** Half of all slots are of one stretch: most names are far from theirs. */
  @Test
  void namesThatMeetAreFound() {
    NameOrdinals ordinals = new NameOrdinals();
    Map<CallNames, Integer> model = new HashMap<>();
    int tried = 0;
    while (model.size() < 300) {
      CallNames name = new CallNames("tenant-" + tried++, "azure", "gpt-4o");
      if ((name.hashCode() & 1023) < 8) {
        assertThat(ordinals.of(name), is(model.size()));
        model.put(name, model.size());
      }
    }
    model.forEach((name, ordinal) -> assertThat(ordinals.of(name), is(ordinal)));
  }
}
