package io.tallybeam.live;

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
    int hash = tenant.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }
}
