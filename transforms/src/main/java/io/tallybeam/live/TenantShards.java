package io.tallybeam.live;

import io.tallybeam.event.CallNames;
import java.io.Serializable;

/**
 * The shards of a stream: all calls of a tenant are in one, so that copies of a call meet in it and
 * each row is of one shard.
 *
 * @param count how many there are
 */
public record TenantShards(int count) implements Serializable {

  /** The shard of {@code tenant}, from 0. */
  public int of(String tenant) {
    return ofHash(tenant.hashCode());
  }

  /** The shard of the tenant of a call. */
  int of(CallNames names) {
    return ofHash(names.tenantHash());
  }

  private int ofHash(int hash) {
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }
}
