package io.tallybeam.event;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * To whom, and to what, a call is attributed. Calls of one attribution and window add up in every
 * table. Immutable; its hash is worked out once, as sums are looked up by it for every call.
 */
public final class Attribution implements Comparable<Attribution> {

  private static final Comparator<Attribution> ORDER =
      Comparator.comparing(Attribution::tenant)
          .thenComparing(Attribution::provider)
          .thenComparing(Attribution::model)
          .thenComparing(of -> of.caller.team())
          .thenComparing(of -> of.caller.user())
          .thenComparing(of -> of.caller.apiKey())
          .thenComparing(of -> of.caller.project())
          .thenComparing(Attribution::tags, Attribution::compare);

  private final String tenant;
  private final String provider;
  private final String model;
  private final Caller caller;
  private final List<Tag> tags;
  private final int hash;

  /**
   * An attribution.
   *
   * @param tenant who pays; not empty, at most {@value Call#MAX_NAME_BYTES} bytes of UTF-8, no
   *     control characters
   * @param provider as sent, or {@value Call#UNKNOWN}
   * @param model as sent, or {@value Call#UNKNOWN}
   * @param caller who of the tenant caused it
   * @param tags sorted by name, each name once; at most {@value Tag#MAX_TAGS}
   */
  public Attribution(String tenant, String provider, String model, Caller caller, List<Tag> tags) {
    this.tenant = tenant;
    this.provider = provider;
    this.model = model;
    this.caller = caller;
    this.tags = List.copyOf(tags);
    this.hash = Objects.hash(tenant, provider, model, caller, tags);
  }

  /** A call of which no more is known. */
  public Attribution(String tenant, String provider, String model) {
    this(tenant, provider, model, Caller.NONE, List.of());
  }

  /** Who pays. */
  public String tenant() {
    return tenant;
  }

  /** The provider as sent, or {@value Call#UNKNOWN}. */
  public String provider() {
    return provider;
  }

  /** The model as sent, or {@value Call#UNKNOWN}. */
  public String model() {
    return model;
  }

  /** Who of the tenant caused the call. */
  public Caller caller() {
    return caller;
  }

  /** The tags, sorted by name. */
  public List<Tag> tags() {
    return tags;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Attribution of
            && hash == of.hash
            && tenant.equals(of.tenant)
            && provider.equals(of.provider)
            && model.equals(of.model)
            && caller.equals(of.caller)
            && tags.equals(of.tags));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * No order of meaning. Whoever sends events can choose names of one hash: a hash table with many
   * of them looks for one by this order, and else at each of them.
   */
  @Override
  public int compareTo(Attribution other) {
    return ORDER.compare(this, other);
  }

  private static int compare(List<Tag> one, List<Tag> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).name().compareTo(other.get(i).name());
      order = order == 0 ? Long.compare(one.get(i).weight(), other.get(i).weight()) : order;
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  @Override
  public String toString() {
    return tenant + " " + provider + " " + model + " " + caller + " " + tags;
  }
}
