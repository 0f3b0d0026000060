package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final TimeRanges WINDOW = TimeRanges.of(List.of(new TimeRange(0, 900_000)));

  @Test
  void letsOneThroughAnInterval() {
    assertThat(refreshes(stream()), is(0L));
    assertThat(
        "one for all",
        refreshes(
            stream()
                .addElements(WINDOW, WINDOW)
                .advanceProcessingTime(Duration.standardMinutes(14))
                .addElements(WINDOW)
                .advanceProcessingTime(Duration.standardMinutes(2))),
        is(1L));
    assertThat(
        "the last is not forgotten",
        refreshes(
            stream()
                .addElements(WINDOW)
                .advanceProcessingTime(Duration.standardMinutes(16))
                .addElements(WINDOW)
                .advanceProcessingTime(Duration.standardMinutes(1))
                .addElements(WINDOW)
                .advanceProcessingTime(Duration.standardHours(2))),
        is(2L));
    assertThat(
        "quiet where nothing comes",
        refreshes(
            stream()
                .addElements(WINDOW)
                .advanceProcessingTime(Duration.standardHours(1))
                .advanceProcessingTime(Duration.standardHours(1))),
        is(1L));
  }

  private static TestStream.Builder<TimeRanges> stream() {
    return TestStream.create(SerializableCoder.of(TimeRanges.class));
  }

  private static long refreshes(TestStream.Builder<TimeRanges> committed) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(committed.advanceWatermarkToInfinity())
        .apply(Pace.of(Duration.standardMinutes(15)))
        .apply("Count", ParDo.of(new Count()));
    var result = pipeline.run();
    result.waitUntilFinish();
    long sum = 0;
    for (var counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      sum += counter.getName().getName().equals("refreshes") ? counter.getAttempted() : 0;
    }
    return sum;
  }

  private static final class Count extends DoFn<TimeRanges, Void> {

    private static final long serialVersionUID = 1;

    private final Counter refreshes = Metrics.counter("test", "refreshes");

    @ProcessElement
    public void process() {
      refreshes.inc();
    }
  }
}
