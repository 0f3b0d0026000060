package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Collections;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

final class NewPartitionsTest {

  @Test
  void countsThoseThatNobodyReads() {
    NewPartitions partitions = new NewPartitions("calls", 2, NewPartitions.INTERVAL);
    assertThat(partitions.count(), is(0));
    partitions.see(Collections.nCopies(2, partition()));
    assertThat(partitions.count(), is(0));
    partitions.see(Collections.nCopies(5, partition()));
    assertThat(partitions.count(), is(3));
  }

  private static PartitionInfo partition() {
    return new PartitionInfo("calls", 0, null, null, null);
  }
}
