package io.tallybeam.event;

/**
 * One LLM call, as every table sees it.
 *
 * <p>All that decides an answer is in here and in canonical form: two events with equal calls are
 * exact duplicates of each other.
 *
 * @param names all names but the request id
 * @param requestId the id that duplicates share, or empty if the event has none
 * @param eventTimeMillis milliseconds since the epoch
 * @param cacheHit true only where the event says so
 * @param failed true only where the event says that the call did not succeed
 * @param tokensInput 0 to {@value #MAX_TOKENS}, or {@link #ABSENT}
 * @param tokensOutput 0 to {@value #MAX_TOKENS}, or {@link #ABSENT}
 * @param latencyMicros microseconds, or {@link #ABSENT}
 * @param costPicos what the event says the call cost, in 1e-12 USD, or {@link #ABSENT}
 * @param usage what the call used beyond its tokens in and out
 */
public record Call(
    CallNames names,
    String requestId,
    long eventTimeMillis,
    boolean cacheHit,
    boolean failed,
    long tokensInput,
    long tokensOutput,
    long latencyMicros,
    long costPicos,
    UsageDetails usage)
    implements Parsed {

  /** The value of a number that the event does not give. */
  public static final long ABSENT = -1;

  /** The provider or model of an event that does not name one. */
  public static final String UNKNOWN = "unknown";

  /** The longest tenant, provider, model or request id, in bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = 256;

  /** The largest plausible token count of one call: the largest INT of the source schema. */
  public static final long MAX_TOKENS = Integer.MAX_VALUE;

  /** The longest plausible latency: 31 days, in microseconds. */
  public static final long MAX_LATENCY_MICROS = 31L * 24 * 3600 * 1_000_000;

  /** The highest plausible cost of one call: one million USD, in 1e-12 USD. */
  public static final long MAX_COST_PICOS = 1_000_000L * 1_000_000_000_000L;

  /** A call of which no more is known. */
  public Call(
      String tenant,
      String provider,
      String model,
      String requestId,
      long eventTimeMillis,
      boolean cacheHit,
      boolean failed,
      long tokensInput,
      long tokensOutput,
      long latencyMicros,
      long costPicos) {
    this(
        new CallNames(tenant, provider, model),
        requestId,
        eventTimeMillis,
        cacheHit,
        failed,
        tokensInput,
        tokensOutput,
        latencyMicros,
        costPicos,
        UsageDetails.NONE);
  }

  /** To whom and what the call is attributed. */
  public Attribution attribution() {
    return names.attribution();
  }

  /** Who pays. */
  public String tenant() {
    return names.attribution().tenant();
  }
}
