package io.tallybeam.pricing;

import io.tallybeam.book.PriceBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Keeps what a price book says of the models that calls name. Bounded: names are anybody's. */
final class ResolvedPrices {

  /** A plan with its rates weighs some kilobytes. */
  private static final int MAX = 10_000;

  /** Providers, regions, services and prices over time of one model. */
  private static final int MAX_OF_MODEL = 64;

  private final PriceBook book;
  private final boolean isEmpty;
  private final Map<String, List<Resolved>> byModel = new HashMap<>();

  private int size;

  /** Calls that come together are mostly of one model. */
  private String lastModel = "";

  private @Nullable Resolved last;

  ResolvedPrices(PriceBook book) {
    this.book = book;
    this.isEmpty = book.isEmpty();
  }

  Resolved of(CallUsage call) {
    if (last == null || !isLast(call)) {
      last = find(call);
      lastModel = call.model();
    }
    return last;
  }

  /** A book without prices says the same of all calls: most runs have none, and look up nothing. */
  private boolean isLast(CallUsage call) {
    return isEmpty || (lastModel.equals(call.model()) && last.holdsFor(call));
  }

  private Resolved find(CallUsage call) {
    List<Resolved> known = byModel.get(call.model());
    if (known != null) {
      for (int i = 0; i < known.size(); i++) {
        Resolved resolved = known.get(i);
        if (resolved.holdsFor(call)) {
          return resolved;
        }
      }
    }
    return resolve(call);
  }

  private Resolved resolve(CallUsage call) {
    Resolved resolved =
        Resolved.of(
            call.provider(),
            call.region(),
            call.service(),
            book.find(call.provider(), call.region(), call.model(), call.eventTimeMillis()));
    if (size >= MAX) {
      byModel.clear();
      size = 0;
    }
    List<Resolved> known = byModel.computeIfAbsent(call.model(), model -> new ArrayList<>());
    if (known.size() >= MAX_OF_MODEL) {
      size -= known.size();
      known.clear();
    }
    known.add(resolved);
    size++;
    return resolved;
  }
}
