package io.tallybeam.launch;

import io.tallybeam.live.FoldTopic;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/** What a pipeline has counted, as its runner tells it. */
public final class Counters {

  private Counters() {}

  /** The sums of our counters, by name: KafkaIO has some that are named like these. */
  public static Map<String, Long> of(PipelineResult result) {
    return sums(result, counter -> counter.getNamespace().equals(FoldTopic.METRICS));
  }

  /** The sums of all counters, those of Beam and of the runner too. */
  public static Map<String, Long> all(PipelineResult result) {
    return sums(result, counter -> true);
  }

  private static Map<String, Long> sums(PipelineResult result, Predicate<MetricName> which) {
    Map<String, Long> counters = new TreeMap<>();
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (which.test(counter.getName())) {
        counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
      }
    }
    return counters;
  }
}
