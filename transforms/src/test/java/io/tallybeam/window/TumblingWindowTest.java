package io.tallybeam.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TumblingWindowTest {

  private static final TumblingWindow QUARTERS = TumblingWindow.of(Duration.ofMinutes(15));

  @ParameterizedTest
  @CsvSource({
    "2024-05-01T10:00:00Z,     2024-05-01T10:00:00Z",
    "2024-05-01T10:14:59.999Z, 2024-05-01T10:00:00Z",
    "2024-05-01T10:15:00Z,     2024-05-01T10:15:00Z",
    "1970-01-01T00:00:00Z,     1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999Z, 1969-12-31T23:45:00Z",
    "1969-12-31T23:45:00Z,     1969-12-31T23:45:00Z",
    "1969-12-31T23:44:59.999Z, 1969-12-31T23:30:00Z"
  })
  void aWindowStartsOnAWholeQuarter(Instant time, Instant start) {
    long from = start.toEpochMilli();
    assertThat(QUARTERS.startOf(time.toEpochMilli()), is(from));
    assertThat(
        QUARTERS.at(time.toEpochMilli()),
        is(new TimeRange(from, start.plusSeconds(900).toEpochMilli())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 90_000, 900_000, 1_200_000, 3_600_000})
  void windowsDivideTimeWithoutGapOrOverlap(long millis) {
    TumblingWindow windows = new TumblingWindow(millis);
    Random random = new Random(millis);
    for (int i = 0; i < 10_000; i++) {
      long time = random.nextLong(-4_102_444_800_000L, 4_102_444_800_000L);
      TimeRange window = windows.at(time);
      assertThat(window.contains(time), is(true));
      assertThat(window.to() - window.from(), is(millis));
      assertThat(windows.isBorder(window.from()), is(true));
      assertThat(windows.isBorder(window.from() + 1), is(false));
      assertThat(windows.startOf(window.to()), is(window.to()));
      assertThat(windows.startOf(window.to() - 1), is(window.from()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -900_000, 0, 1, 60, 999, 1_001, 1_500, 420_000, 7_200_000})
  void aSizeMustDivideAnHour(long millis) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new TumblingWindow(millis));
    assertThat(e.getMessage(), containsString("divides one hour"));
  }

  @Test
  void theSizeIsKept() {
    assertThat(QUARTERS.millis(), is(900_000L));
    assertThat(QUARTERS.size(), is(Duration.ofMinutes(15)));
  }
}
