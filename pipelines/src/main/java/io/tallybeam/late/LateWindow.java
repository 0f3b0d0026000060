package io.tallybeam.late;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The late events of one window. */
final class LateWindow {

  private final Set<String> tenants = new HashSet<>();
  private long events;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long worstMillis;

  /** Adds an event; times in ms. */
  void add(String tenant, long eventTime, long lateByMillis) {
    tenants.add(tenant);
    events++;
    first = Math.min(first, eventTime);
    last = Math.max(last, eventTime);
    worstMillis = Math.max(worstMillis, lateByMillis);
  }

  long events() {
    return events;
  }

  int tenants() {
    return tenants.size();
  }

  Instant first() {
    return Instant.ofEpochMilli(first);
  }

  Instant last() {
    return Instant.ofEpochMilli(last);
  }

  /** How late the latest came, in ms. */
  long worstMillis() {
    return worstMillis;
  }
}
