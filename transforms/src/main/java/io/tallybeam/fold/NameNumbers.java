package io.tallybeam.fold;

import io.tallybeam.event.Attribution;
import io.tallybeam.event.CallNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers names, and their tenants, over all blocks of a set. */
final class NameNumbers {

  private final Map<CallNames, Integer> numbers = new HashMap<>();
  private final List<CallNames> names = new ArrayList<>();
  private final Map<Attribution, Attribution> attributions = new HashMap<>();
  private final Map<String, Integer> tenantNumbers = new HashMap<>();
  private int[] tenants = new int[64];

  /** The number of {@code of}. */
  int number(CallNames of) {
    Integer numbered = numbers.putIfAbsent(of, names.size());
    if (numbered != null) {
      return numbered;
    }
    int number = names.size();
    // Names that differ in no more than a region share one object, which equals itself at once.
    Attribution known = attributions.putIfAbsent(of.attribution(), of.attribution());
    names.add(known == null ? of : of.with(known));
    if (number == tenants.length) {
      tenants = Arrays.copyOf(tenants, number * 2);
    }
    String tenant = of.attribution().tenant();
    Integer tenantNumber = tenantNumbers.putIfAbsent(tenant, tenantNumbers.size());
    tenants[number] = tenantNumber == null ? tenantNumbers.size() - 1 : tenantNumber;
    return number;
  }

  /** The names with that number. */
  CallNames names(int number) {
    return names.get(number);
  }

  /** How many names there are. */
  int size() {
    return names.size();
  }

  /** The number of the tenant among them. */
  int tenant(int number) {
    return tenants[number];
  }
}
