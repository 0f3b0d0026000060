package io.tallybeam.raw;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The highest offsets that were archived when a worker first asked, since it started.
 *
 * <p>One listing serves all partitions of a worker: an archive of a year may have millions of
 * files. It may be older than the first record of a partition. What is looked for are files of
 * earlier jobs, whose state this one lacks, and those ended before this one started: two may not
 * archive a topic at once. What the job itself publishes, in whichever attempt, its own state has
 * behind it, on whichever worker the partition then is: these records do not come again. A worker
 * keeps the listing and not the process, which may outlive the job.
 *
 * <p>All days are listed, also where the last archived one is known: producers choose the
 * timestamps that name the folders, and a higher offset may lie in that of an earlier day.
 */
final class ArchivedOffsets {

  private final String root;
  private final Map<String, Map<Integer, ArchivedStretch>> byTopic = new HashMap<>();

  /**
   * Of an archive.
   *
   * @param root its folder, with a slash at its end
   */
  ArchivedOffsets(String root) {
    this.root = root;
  }

  /** The highest of the partition that {@code key} stands for, or {@link PartitionFiles#NONE}. */
  long highest(String key) throws IOException {
    PartitionFiles of = PartitionFiles.of(root, key);
    Map<Integer, ArchivedStretch> archived = byTopic.get(of.topic());
    if (archived == null) {
      archived = PartitionFiles.stretches(root, of.topic());
      byTopic.put(of.topic(), archived);
    }
    ArchivedStretch stretch = archived.get(of.partition());
    return stretch == null ? PartitionFiles.NONE : stretch.last();
  }
}
