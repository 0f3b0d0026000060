package io.tallybeam.late;

import io.tallybeam.event.Redaction;
import io.tallybeam.launch.EventOptions;
import io.tallybeam.launch.Invocation;
import io.tallybeam.window.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The command lines that replace late windows. */
final class BackfillLines {

  /** What every shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** No backfill runs by mistake from a line where the input is not filled in. */
  private static final String NO_INPUT = "--input=<archived events of these windows>";

  private static final int USUAL_LINE = 1 << 20;
  private static final String USUAL_COUNTING = "inclusive";

  private BackfillLines() {}

  /** One line for each range of windows. */
  static List<String> of(String runner, LateOptions options, LateWindows windows) {
    List<String> lines = new ArrayList<>();
    for (TimeRange range : windows.ranges()) {
      List<String> line = new ArrayList<>();
      line.add(Invocation.of(runner) + " backfill");
      line.add("--from=" + Instant.ofEpochMilli(range.from()));
      line.add("--to=" + Instant.ofEpochMilli(range.to()));
      Duration size = windows.size().size();
      if (!size.equals(LateWindows.USUAL)) {
        line.add("--window=" + size.toString().substring(2).toLowerCase(Locale.ROOT));
      }
      if (options.getCatalogProperties().isEmpty()) {
        line.add(quoted("--warehouse=" + options.getWarehouse()));
      } else {
        line.add(quoted("--catalogProperties=" + options.getCatalogProperties()));
      }
      line.add(quoted("--namespace=" + options.getNamespace()));
      line.add(
          options.getBackfillInput().isEmpty()
              ? NO_INPUT
              : quoted("--input=" + options.getBackfillInput()));
      if (!options.getEarliest().equals(EventOptions.EARLIEST)) {
        line.add(quoted("--earliest=" + options.getEarliest()));
      }
      if (!options.getLatest().equals(EventOptions.LATEST)) {
        line.add(quoted("--latest=" + options.getLatest()));
      }
      if (!options.isRedact()) {
        line.add("--redact=false");
      }
      if (options.getPayloadLimit() != Redaction.DEFAULT_LIMIT) {
        line.add("--payloadLimit=" + options.getPayloadLimit());
      }
      if (!options.isDeduplicate()) {
        line.add("--deduplicate=false");
      }
      if (options.getMaxLineBytes() != USUAL_LINE) {
        line.add("--maxLineBytes=" + options.getMaxLineBytes());
      }
      if (options.getPrices() != null) {
        line.add(quoted("--prices=" + String.join(",", options.getPrices())));
      }
      if (!options.getCostPolicy().isEmpty()) {
        line.add(quoted("--costPolicy=" + options.getCostPolicy()));
      }
      if (!options.getCounting().equals(USUAL_COUNTING)) {
        line.add(quoted("--counting=" + options.getCounting()));
      }
      lines.add(String.join(" ", line));
    }
    return lines;
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
