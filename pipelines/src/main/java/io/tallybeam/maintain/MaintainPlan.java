package io.tallybeam.maintain;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.ChosenCatalog;
import io.tallybeam.launch.OptionText;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A maintenance as it was asked for, checked.
 *
 * @param catalog where
 * @param tables the tables, or none for all
 * @param runId unique to the run
 * @param settledBefore windows that ended before this are settled; ms
 * @param targetBytes the size of a merged file
 * @param expireBefore snapshots made before this go; ms
 * @param orphansBefore files made before this that nothing refers to go; ms
 * @param force whether folders that other tables left metadata in are cleared of orphans too
 * @param dryRun whether nothing is changed
 * @param rollUps whether stale roll-ups are refreshed
 * @param spillFolder for sorted runs; empty for the temporary folder of the system
 */
record MaintainPlan(
    CatalogSettings catalog,
    List<String> tables,
    String runId,
    long settledBefore,
    long targetBytes,
    long expireBefore,
    long orphansBefore,
    boolean force,
    boolean dryRun,
    boolean rollUps,
    String spillFolder) {

  private static final Duration LEAST_AGE = Duration.ofHours(1);

  /**
   * Checks the options.
   *
   * @param now the time that ages are counted from; ms
   * @throws UserError if an option is wrong
   */
  static MaintainPlan of(MaintainOptions options, long now) {
    Duration settledFor = duration("settledFor", options.getSettledFor());
    int megabytes = OptionText.inRange("targetMegabytes", options.getTargetMegabytes(), 1, 4096);
    Duration snapshots = age("keepSnapshots", options.getKeepSnapshots(), options.isForce());
    Duration orphans = age("orphansOlderThan", options.getOrphansOlderThan(), options.isForce());
    return new MaintainPlan(
        ChosenCatalog.existing(options),
        List.copyOf(options.getTables()),
        UUID.randomUUID().toString(),
        now - settledFor.toMillis(),
        (long) megabytes << 20,
        now - snapshots.toMillis(),
        now - orphans.toMillis(),
        options.isForce(),
        options.isDryRun(),
        options.isRollUps(),
        options.getSpillFolder());
  }

  /** Files and snapshots of runs that are under way must not go. */
  private static Duration age(String option, String value, boolean force) {
    Duration age = duration(option, value);
    if (!force && age.compareTo(LEAST_AGE) < 0) {
      throw new UserError(
          "--"
              + option
              + "="
              + value
              + ": less than 1h can take files from runs under way; give more, or --force if nothing"
              + " else runs");
    }
    return age;
  }

  /** A length of time, not below zero. */
  private static Duration duration(String option, String value) {
    Duration duration = AgeText.of(option, value);
    if (duration.isNegative()) {
      throw new UserError("--" + option + "=" + value + ": must not be negative");
    }
    return duration;
  }
}
