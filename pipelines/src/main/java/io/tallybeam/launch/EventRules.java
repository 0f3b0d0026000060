package io.tallybeam.launch;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.event.Redaction;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * {@link EventOptions}, checked.
 *
 * @param windows the tumbling windows
 * @param plausible the event times that are believed
 * @param zone of additional days
 * @param redaction how payloads are kept
 * @param maxLineBytes the longest event that is read
 */
public record EventRules(
    TumblingWindow windows,
    TimeRange plausible,
    ZoneId zone,
    Redaction redaction,
    int maxLineBytes) {

  /**
   * Checks the options.
   *
   * @throws UserError if one is wrong
   */
  public static EventRules of(EventOptions options) {
    TumblingWindow windows = windows(options);
    TimeRange plausible = range("earliest", options.getEarliest(), "latest", options.getLatest());
    int limit = OptionText.inRange("payloadLimit", options.getPayloadLimit(), 0, 1 << 20);
    int line = OptionText.inRange("maxLineBytes", options.getMaxLineBytes(), 1 << 10, 64 << 20);
    return new EventRules(
        windows,
        plausible,
        zone(options, windows, plausible),
        new Redaction(limit, options.isRedact()),
        line);
  }

  private static TumblingWindow windows(EventOptions options) {
    try {
      return TumblingWindow.of(OptionText.duration("window", options.getWindow()));
    } catch (IllegalArgumentException e) {
      throw new UserError("--window=" + options.getWindow() + ": " + e.getMessage(), e);
    }
  }

  private static ZoneId zone(EventOptions options, TumblingWindow windows, TimeRange plausible) {
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

  /** Two times that are given as options. */
  public static TimeRange range(String fromOption, String from, String toOption, String to) {
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

  /**
   * Refuses a time that is no border of windows.
   *
   * @throws UserError if so
   */
  public void requireBorder(String option, String value, long time) {
    if (!windows.isBorder(time)) {
      throw new UserError(
          String.format(
              "--%s=%s: not a border of windows of %s; the next one before it is %s",
              option, value, text(windows), Instant.ofEpochMilli(windows.startOf(time))));
    }
  }

  private static String text(TumblingWindow windows) {
    return windows.size().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** The catalog that is asked for. The embedded one makes a folder. */
  public static CatalogSettings catalog(CatalogOptions options) {
    return options.getCatalogProperties().isEmpty()
        ? CatalogSettings.embedded(options.getWarehouse(), options.getNamespace())
        : CatalogSettings.parse(options.getCatalogProperties(), options.getNamespace());
  }
}
