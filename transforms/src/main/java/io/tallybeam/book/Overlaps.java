package io.tallybeam.book;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds entries of one name that are in force at the same time. */
final class Overlaps {

  private Overlaps() {}

  static List<Finding> in(Collection<PriceEntry> entries) {
    Map<String, List<PriceEntry>> byName =
        entries.stream()
            .collect(Collectors.groupingBy(PriceEntry::name, TreeMap::new, Collectors.toList()));
    List<Finding> findings = new ArrayList<>();
    for (List<PriceEntry> same : byName.values()) {
      same.sort(Comparator.comparing(PriceEntry::effective));
      PriceEntry latest = same.get(0);
      for (PriceEntry entry : same.subList(1, same.size())) {
        if (entry.effective().from() < latest.effective().to()) {
          findings.add(
              Finding.error(
                  entry.file(),
                  entry.name(),
                  "in force " + BookTime.text(entry.effective()) + " overlaps " + latest.place()));
        }
        latest = entry.effective().to() > latest.effective().to() ? entry : latest;
      }
    }
    return findings;
  }
}
