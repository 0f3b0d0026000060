package io.tallybeam.backfill;

import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.archive.ArchiveFiles;
import io.tallybeam.archive.ArchiveMatch;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.launch.EventRules;
import io.tallybeam.launch.OptionText;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.prices.CostPlan;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * A backfill as it was asked for, checked.
 *
 * @param files the files, at least one
 * @param leftOut the paths of files that match and are not read
 * @param catalog where to
 * @param settings how events are folded
 * @param zone the zone of the additional days
 * @param facts what the commits carry
 * @param sliceBytes how much of a plain file is one piece of work
 * @param maxLineBytes the longest line that is read
 */
record BackfillPlan(
    List<ArchiveFile> files,
    List<String> leftOut,
    CatalogSettings catalog,
    FoldSettings settings,
    ZoneId zone,
    RunFacts facts,
    long sliceBytes,
    int maxLineBytes) {

  /** About how much input makes one more shard. */
  private static final long SHARD_BYTES = 256L << 20;

  private static final int SLICES = 32;
  private static final long MIN_SLICE_BYTES = 8L << 20;
  private static final long MAX_SLICE_BYTES = 128L << 20;

  /**
   * Checks the options and finds the files. Writes nothing.
   *
   * @throws UserError if an option is wrong, or a file is missing or cannot be read
   */
  static BackfillPlan of(BackfillOptions options, BlockStore store) {
    EventRules rules = EventRules.of(options);
    TimeRange range = range(options, rules);
    String source = options.getSource().isEmpty() ? "archive" : options.getSource();
    RunFacts facts =
        new RunFacts(
            UUID.randomUUID().toString(),
            "backfill",
            source,
            OptionText.share("rejectsAllowed", options.getRejectsAllowed()));
    ArchiveMatch match = ArchiveFiles.match(options.getInput());
    List<ArchiveFile> files = match.files();
    FoldSettings settings =
        new FoldSettings(
            rules.windows(),
            range,
            rules.plausible(),
            options.isDeduplicate(),
            shards(options, files),
            Period.Day.UTC,
            source,
            LlmOpsFormat.INSTANCE,
            rules.redaction(),
            CostPlan.of(options),
            store);
    long slice = sliceBytes(options, files);
    // The catalog comes last: the embedded one makes a folder.
    return new BackfillPlan(
        files,
        match.leftOut(),
        EventRules.catalog(options),
        settings,
        rules.zone(),
        facts,
        slice,
        rules.maxLineBytes());
  }

  private static TimeRange range(BackfillOptions options, EventRules rules) {
    if (options.getFrom().isEmpty() && options.getTo().isEmpty()) {
      return TimeRange.ALWAYS;
    }
    if (options.getFrom().isEmpty() || options.getTo().isEmpty()) {
      throw new UserError("--from and --to go together: give both or none");
    }
    TimeRange range = EventRules.range("from", options.getFrom(), "to", options.getTo());
    rules.requireBorder("from", options.getFrom(), range.from());
    rules.requireBorder("to", options.getTo(), range.to());
    return range;
  }

  private static int shards(BackfillOptions options, List<ArchiveFile> files) {
    int wanted = OptionText.inRange("shards", options.getShards(), 0, 4096);
    long bytes = files.stream().mapToLong(ArchiveFile::estimatedSize).sum();
    return wanted > 0 ? wanted : (int) Math.min(16, 1 + bytes / SHARD_BYTES);
  }

  /** Large, since calls of one block share their names; but pieces for all workers. */
  private static long sliceBytes(BackfillOptions options, List<ArchiveFile> files) {
    long wanted = OptionText.inRange("sliceMegabytes", options.getSliceMegabytes(), 0, 2047);
    if (wanted > 0) {
      return wanted << 20;
    }
    long bytes = files.stream().mapToLong(ArchiveFile::size).sum();
    return Math.max(MIN_SLICE_BYTES, Math.min(MAX_SLICE_BYTES, bytes / SLICES));
  }

  /** The size of all files, as they are stored. */
  long totalBytes() {
    return files.stream().mapToLong(ArchiveFile::size).sum();
  }
}
