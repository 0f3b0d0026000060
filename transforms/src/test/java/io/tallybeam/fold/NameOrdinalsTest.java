package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.event.CallNames;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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

  @Test
  void isFullOfManyAndOfLongNames() {
    for (int length : new int[] {1, 8_000}) {
      NameOrdinals ordinals = new NameOrdinals();
      int names = 0;
      while (!ordinals.isFull()) {
        ordinals.of(new CallNames("tenant-" + names++, "azure", "m".repeat(length)));
      }
      assertThat(ordinals.size(), is(names));
      assertThat(names, is(length == 1 ? 1 << 14 : 2_092));
    }
  }

  /** Names remember the number that they were given last, of whichever table. */
  @Test
  void tablesThatShareNamesHaveNumbersOfTheirOwn() {
    Random random = new Random(2);
    CallNames[] names = new CallNames[500];
    Arrays.setAll(names, i -> new CallNames("tenant-" + i, "azure", "gpt-4o"));
    NameOrdinals[] tables = {new NameOrdinals(), new NameOrdinals(), new NameOrdinals()};
    List<Map<CallNames, Integer>> models =
        List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    for (int i = 0; i < 10_000; i++) {
      int table = random.nextInt(tables.length);
      CallNames name = names[random.nextInt(names.length)];
      Map<CallNames, Integer> model = models.get(table);
      Integer expected = model.putIfAbsent(name, model.size());
      assertThat(tables[table].of(name), is(expected == null ? model.size() - 1 : expected));
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
