package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import java.util.Arrays;

/**
 * What a call used, as far as its price depends on it. Mutable, to be filled anew for every call.
 *
 * <p>The counts are those of the producer, of which {@link Counting} says what they hold.
 */
public final class CallUsage {

  /** The value of a number that the event does not give. */
  public static final long ABSENT = -1;

  /** The largest count: more than a million times what any call can have. */
  public static final long MAX_COUNT = 1L << 56;

  private String provider = "";
  private String region = "";
  private String model = "";
  private ServiceTier service = ServiceTier.STANDARD;
  private Counting counting = Counting.INCLUSIVE;
  private long eventTimeMillis;
  private boolean cacheHit;
  private boolean failed;
  private long reportedPicos = ABSENT;
  private final long[] counts = new long[Charge.all().size()];

  /** A call without any count. */
  public CallUsage() {
    Arrays.fill(counts, ABSENT);
  }

  /**
   * Starts a call anew, without any count, of the standard service, reporting no cost.
   *
   * @param provider empty if not known
   * @param eventTimeMillis ms since the epoch
   */
  public CallUsage start(String provider, String model, Counting counting, long eventTimeMillis) {
    this.provider = provider;
    this.model = model;
    this.counting = counting;
    this.eventTimeMillis = eventTimeMillis;
    region = "";
    service = ServiceTier.STANDARD;
    cacheHit = false;
    failed = false;
    reportedPicos = ABSENT;
    Arrays.fill(counts, ABSENT);
    return this;
  }

  /** Where the call was made; empty if not known. */
  public CallUsage region(String region) {
    this.region = region;
    return this;
  }

  /** The service it was bought at. */
  public CallUsage service(ServiceTier service) {
    this.service = service;
    return this;
  }

  /** Whether the cache of a gateway answered, in place of the provider. */
  public CallUsage cacheHit(boolean cacheHit) {
    this.cacheHit = cacheHit;
    return this;
  }

  /** Whether the call failed. */
  public CallUsage failed(boolean failed) {
    this.failed = failed;
    return this;
  }

  /** The cost that the event reports in 1e-12 USD, or {@link #ABSENT}. */
  public CallUsage reportedPicos(long picos) {
    reportedPicos = checked(picos, Long.MAX_VALUE);
    return this;
  }

  /**
   * A count of the producer's, or {@link #ABSENT}: for {@link Charge#INPUT} its input tokens, for
   * {@link Charge#OUTPUT} its output tokens, else the detail of that name.
   *
   * @throws IllegalArgumentException if it is negative or above {@link #MAX_COUNT}
   */
  public CallUsage count(Charge charge, long count) {
    counts[charge.index()] = checked(count, MAX_COUNT);
    return this;
  }

  private static long checked(long value, long max) {
    if (value < ABSENT || value > max) {
      throw new IllegalArgumentException("Not a count or cost of a call: " + value);
    }
    return value;
  }

  String provider() {
    return provider;
  }

  String region() {
    return region;
  }

  String model() {
    return model;
  }

  ServiceTier service() {
    return service;
  }

  Counting counting() {
    return counting;
  }

  long eventTimeMillis() {
    return eventTimeMillis;
  }

  boolean isCacheHit() {
    return cacheHit;
  }

  boolean isFailed() {
    return failed;
  }

  long reportedPicos() {
    return reportedPicos;
  }

  boolean gives(Charge charge) {
    return counts[charge.index()] != ABSENT;
  }

  /** The count, or 0 if the call does not give it. */
  long given(Charge charge) {
    return Math.max(0, counts[charge.index()]);
  }
}
