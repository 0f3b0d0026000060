package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TenantShardsTest {

  /** Files in the tables are named by these numbers: they stay for ever. */
  @Test
  void staysAsItIs() {
    List<String> tenants = List.of("", "a", "acme", "Ünïcode é", "🐝 bee", "tenant-4711");
    assertThat(
        tenants.stream().map(new TenantShards(4)::of).toList(), is(List.of(0, 1, 3, 3, 3, 0)));
    assertThat(
        tenants.stream().map(new TenantShards(7)::of).toList(), is(List.of(0, 6, 4, 4, 0, 4)));
  }

  @Test
  void spreadsTenants() {
    for (int count : new int[] {1, 2, 3, 8, 4096}) {
      TenantShards shards = new TenantShards(count);
      int[] tenants = new int[count];
      for (int i = 0; i < 100 * count; i++) {
        int shard = shards.of("tenant-" + i);
        assertThat(shard, greaterThanOrEqualTo(0));
        assertThat(shard, lessThan(count));
        tenants[shard]++;
      }
      for (int in : tenants) {
        assertThat(in, greaterThan(0));
      }
    }
  }
}
