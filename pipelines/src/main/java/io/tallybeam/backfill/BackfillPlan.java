package io.tallybeam.backfill;

import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.archive.ArchiveFiles;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.launch.OptionText;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A backfill as it was asked for, checked.
 *
 * @param files the files, at least one
 * @param catalog where to
 * @param settings how events are folded
 * @param zone the zone of the additional days
 * @param facts what the commits carry
 * @param sliceBytes how much of a plain file is one piece of work
 * @param maxLineBytes the longest line that is read
 */
record BackfillPlan(
    List<ArchiveFile> files,
    CatalogSettings catalog,
    FoldSettings settings,
    ZoneId zone,
    RunFacts facts,
    long sliceBytes,
    int maxLineBytes) {

  /** About how much input makes one more shard. */
  private static final long SHARD_BYTES = 256L << 20;

  /**
   * Checks the options and finds the files. Writes nothing.
   *
   * @throws UserError if an option is wrong, or a file is missing or cannot be read
   */
  static BackfillPlan of(BackfillOptions options, BlockStore store) {
    TumblingWindow windows = windows(options);
    TimeRange plausible = range("earliest", options.getEarliest(), "latest", options.getLatest());
    TimeRange range = range(options, windows);
    ZoneId zone = zone(options, windows, plausible);
    RunFacts facts =
        new RunFacts(
            UUID.randomUUID().toString(),
            "backfill",
            options.getSource(),
            OptionText.share("rejectsAllowed", options.getRejectsAllowed()));
    List<ArchiveFile> files = ArchiveFiles.match(options.getInput());
    int limit = OptionText.inRange("payloadLimit", options.getPayloadLimit(), 0, 1 << 20);
    FoldSettings settings =
        new FoldSettings(
            windows,
            range,
            plausible,
            options.isDeduplicate(),
            shards(options, files),
            Period.Day.UTC,
            options.getSource(),
            LlmOpsFormat.INSTANCE,
            new Redaction(limit, options.isRedact()),
            store);
    long slice = OptionText.inRange("sliceMegabytes", options.getSliceMegabytes(), 1, 2047);
    int line = OptionText.inRange("maxLineBytes", options.getMaxLineBytes(), 1 << 10, 64 << 20);
    // The catalog comes last: the embedded one makes a folder.
    return new BackfillPlan(files, catalog(options), settings, zone, facts, slice << 20, line);
  }

  private static TumblingWindow windows(BackfillOptions options) {
    try {
      return TumblingWindow.of(OptionText.duration("window", options.getWindow()));
    } catch (IllegalArgumentException e) {
      throw new UserError("--window=" + options.getWindow() + ": " + e.getMessage(), e);
    }
  }

  private static TimeRange range(BackfillOptions options, TumblingWindow windows) {
    if (options.getFrom().isEmpty() && options.getTo().isEmpty()) {
      return TimeRange.ALWAYS;
    }
    if (options.getFrom().isEmpty() || options.getTo().isEmpty()) {
      throw new UserError("--from and --to go together: give both or none");
    }
    TimeRange range = range("from", options.getFrom(), "to", options.getTo());
    requireBorder("from", options.getFrom(), range.from(), windows);
    requireBorder("to", options.getTo(), range.to(), windows);
    return range;
  }

  private static void requireBorder(
      String option, String value, long time, TumblingWindow windows) {
    if (!windows.isBorder(time)) {
      throw new UserError(
          String.format(
              "--%s=%s: not a border of windows of %s; the next one before it is %s",
              option, value, text(windows), java.time.Instant.ofEpochMilli(windows.startOf(time))));
    }
  }

  private static TimeRange range(String fromOption, String from, String toOption, String to) {
    long start = OptionText.time(fromOption, from);
    long end = OptionText.time(toOption, to);
    if (start >= end) {
      throw new UserError(
          String.format(
              "--%s=%s --%s=%s: the range is empty; it must end after it starts",
              fromOption, from, toOption, to));
    }
    return new TimeRange(start, end);
  }

  private static ZoneId zone(BackfillOptions options, TumblingWindow windows, TimeRange plausible) {
    String name = options.getZone();
    ZoneId zone = name == null ? ZoneOffset.UTC : OptionText.zone("zone", name);
    if (!new Period.Day(zone).alignsWith(windows, plausible)) {
      throw new UserError(
          "--zone="
              + zone
              + ": its days do not start on a border of windows of "
              + text(windows)
              + "; choose a --window that divides its offset from UTC");
    }
    return zone;
  }

  private static int shards(BackfillOptions options, List<ArchiveFile> files) {
    int wanted = OptionText.inRange("shards", options.getShards(), 0, 4096);
    long bytes = files.stream().mapToLong(ArchiveFile::estimatedSize).sum();
    return wanted > 0 ? wanted : (int) Math.min(16, 1 + bytes / SHARD_BYTES);
  }

  private static CatalogSettings catalog(BackfillOptions options) {
    return options.getCatalogProperties().isEmpty()
        ? CatalogSettings.embedded(options.getWarehouse(), options.getNamespace())
        : CatalogSettings.parse(options.getCatalogProperties(), options.getNamespace());
  }

  private static String text(TumblingWindow windows) {
    return windows.size().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** The size of all files, as they are stored. */
  long totalBytes() {
    return files.stream().mapToLong(ArchiveFile::size).sum();
  }
}
