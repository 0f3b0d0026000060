package io.tallybeam.fold;

import io.tallybeam.event.Attribution;
import io.tallybeam.event.CallNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers names, and their tenants, over all blocks of sets that follow each other. */
final class NameNumbers {

  private final NameOrdinals numbers = new NameOrdinals();
  private final List<CallNames> names = new ArrayList<>();

  /** The number of each attribution, and the one object that stands for it. */
  private final Map<Attribution, Numbered> attributions = new HashMap<>();

  private final Map<String, Integer> tenantNumbers = new HashMap<>();
  private int[] tenants = new int[64];
  private int[] attributionsOf = new int[64];

  private record Numbered(Attribution attribution, int number) {}

  /** The number of {@code of}. */
  int number(CallNames of) {
    int number = numbers.of(of);
    if (number < names.size()) {
      return number;
    }
    // Names that differ in no more than a region share one object, which equals itself at once.
    Numbered known =
        attributions.computeIfAbsent(
            of.attribution(), attribution -> new Numbered(attribution, attributions.size()));
    names.add(of.with(known.attribution()));
    if (number == tenants.length) {
      tenants = Arrays.copyOf(tenants, number * 2);
      attributionsOf = Arrays.copyOf(attributionsOf, number * 2);
    }
    attributionsOf[number] = known.number();
    String tenant = of.attribution().tenant();
    Integer tenantNumber = tenantNumbers.putIfAbsent(tenant, tenantNumbers.size());
    tenants[number] = tenantNumber == null ? tenantNumbers.size() - 1 : tenantNumber;
    return number;
  }

  /** Whether there are so many names that it is time to begin anew. */
  boolean isFull() {
    return numbers.isFull();
  }

  /** The names with that number. */
  CallNames names(int number) {
    return names.get(number);
  }

  /** By the number of names their place in an order in which those of one attribution follow. */
  int[] ranks() {
    int[] ranks = new int[names.size()];
    int[] next = new int[attributions.size() + 1];
    for (int name = 0; name < ranks.length; name++) {
      next[attributionsOf[name] + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    Arrays.setAll(ranks, name -> next[attributionsOf[name]]++);
    return ranks;
  }

  /** The number of the tenant among them. */
  int tenant(int number) {
    return tenants[number];
  }
}
