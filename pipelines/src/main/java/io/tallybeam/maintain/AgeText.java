package io.tallybeam.maintain;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ages, which people tell in days. */
final class AgeText {

  private static final Pattern DAYS = Pattern.compile("\\s*(\\d{1,9})[dD]\\s*(.*)");

  private AgeText() {}

  /**
   * A length of time such as {@code 5d}, {@code 1d12h} or {@code 90m}.
   *
   * @throws UserError if it is none, or a longer one than any option takes
   */
  static Duration of(String option, String value) {
    Matcher days = DAYS.matcher(value);
    if (!days.matches()) {
      return OptionText.duration(option, value);
    }
    Duration whole = Duration.ofDays(Long.parseLong(days.group(1)));
    if (days.group(2).isBlank()) {
      return OptionText.bounded(option, value, whole);
    }
    Duration rest;
    try {
      rest = OptionText.duration(option, days.group(2));
    } catch (UserError e) {
      throw new UserError("--" + option + "=" + value + ": expected an age, such as 5d or 12h", e);
    }
    return OptionText.bounded(option, value, whole.plus(rest));
  }
}
