package io.tallybeam.pricing;

import io.tallybeam.book.Match;
import io.tallybeam.book.PriceEntry;
import io.tallybeam.book.ServiceTier;
import java.util.Optional;

/**
 * What a price book says of the calls of a model for one provider, region and service, over a range
 * of time.
 *
 * @param match the entry, and when the same is true
 * @param plan the rates, if there is an entry
 * @param version of the entry, or empty
 */
record Resolved(
    String provider,
    String region,
    ServiceTier service,
    Match match,
    Optional<RatePlan> plan,
    String version) {

  static Resolved of(String provider, String region, ServiceTier service, Match match) {
    return new Resolved(
        provider,
        region,
        service,
        match,
        match.entry().map(entry -> new RatePlan(entry, service, region)),
        match.entry().map(PriceEntry::version).orElse(""));
  }

  boolean holdsFor(CallUsage call) {
    return match.valid().contains(call.eventTimeMillis())
        && service == call.service()
        && provider.equals(call.provider())
        && region.equals(call.region());
  }
}
