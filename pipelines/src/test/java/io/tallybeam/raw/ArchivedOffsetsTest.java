package io.tallybeam.raw;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a topic is archived, as a worker finds it when it starts. */
final class ArchivedOffsetsTest {

  private static final long DAY_MILLIS = 86_400_000;

  @TempDir Path folder;

  @Test
  void oneListingServesAllPartitionsOfATopic() throws IOException {
    publish("t", 0, 0, 9, DAY_MILLIS);
    publish("t", 1, 0, 4, DAY_MILLIS);
    ArchivedOffsets offsets = new ArchivedOffsets(root());
    assertThat(offsets.highest("t/0"), is(9L));
    // A second listing would find these.
    publish("t", 1, 5, 9, DAY_MILLIS);
    publish("t", 2, 0, 9, DAY_MILLIS);
    publish("other", 0, 0, 2, DAY_MILLIS);

    assertThat(offsets.highest("t/1"), is(4L));
    assertThat(offsets.highest("t/2"), is(PartitionFiles.NONE));
    assertThat(offsets.highest("other/0"), is(2L));
    assertThat(new ArchivedOffsets(root()).highest("t/1"), is(9L));
  }

  @Test
  void theHighestMayLieInTheFolderOfAnEarlierDay() throws IOException {
    publish("t", 0, 0, 9, 20 * DAY_MILLIS);
    publish("t", 0, 10, 19, DAY_MILLIS);

    assertThat(new ArchivedOffsets(root()).highest("t/0"), is(19L));
  }

  private void publish(String topic, int partition, long first, long last, long timestamp)
      throws IOException {
    Path file =
        Path.of(new PartitionFiles(root(), topic, partition).published(first, last, timestamp));
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private String root() {
    return folder + "/";
  }
}
