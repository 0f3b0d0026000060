package io.tallybeam.micro;

import io.tallybeam.event.Call;
import java.time.LocalDate;

/** The fields of the SQL that are not its constants, of one event. */
public record WantedFields(
    String tenant,
    String provider,
    String model,
    boolean cacheHit,
    int tokensInput,
    int tokensOutput,
    int latencyMillis,
    double costUsd,
    boolean failed,
    long timeMillis) {

  private static final double PICOS = 1e12;

  static WantedFields of(Call call) {
    return new WantedFields(
        call.tenant(),
        call.attribution().provider(),
        call.attribution().model(),
        call.cacheHit(),
        (int) call.tokensInput(),
        (int) call.tokensOutput(),
        (int) (call.latencyMicros() / 1000),
        call.costPicos() / PICOS,
        call.failed(),
        call.eventTimeMillis());
  }

  /** Milliseconds of a time such as {@code 2026-03-02T00:00:01.837Z}; digits only are looked at. */
  static long millis(String time) {
    long day =
        LocalDate.of(digits(time, 0, 4), digits(time, 5, 7), digits(time, 8, 10)).toEpochDay();
    long seconds =
        day * 86_400
            + digits(time, 11, 13) * 3600L
            + digits(time, 14, 16) * 60L
            + digits(time, 17, 19);
    return seconds * 1000 + (time.length() > 20 ? digits(time, 20, 23) : 0);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
