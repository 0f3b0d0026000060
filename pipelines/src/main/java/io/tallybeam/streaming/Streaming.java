package io.tallybeam.streaming;

import io.tallybeam.firing.HoldLetters;
import io.tallybeam.firing.HoldWindows;
import io.tallybeam.live.FoldTopic;
import io.tallybeam.live.LiveSettings;
import io.tallybeam.rollup.Pace;
import io.tallybeam.rollup.RefreshRollUps;
import io.tallybeam.sink.CommitStream;
import io.tallybeam.sink.NumberCommits;
import io.tallybeam.topic.ReadTopic;
import io.tallybeam.window.TimeRanges;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The graph of the stream.
 *
 * <pre>
 * topic - FoldTopic -+- calls, by window and tenant - HoldWindows -+
 *                    +- rejects and late events ----- HoldLetters -+- NumberCommits - CommitStream - RefreshRollUps
 * </pre>
 *
 * <p>Beside it the records can go to an archive as they came, to be replayed.
 *
 * <p>An event is parsed in the worker that reads its record. Windows are kept in state until they
 * close; a firing writes whole data files; one worker commits them, in order.
 */
final class Streaming {

  private Streaming() {}

  /** Adds the graph of {@code plan} to {@code pipeline}. */
  static void build(Pipeline pipeline, StreamingPlan plan) {
    PCollection<byte[]> blocks =
        pipeline.apply(
            "ReadTopic",
            ReadTopic.from(plan.topic(), plan.times(), plan.topicId(), plan.partitions()));
    plan.archive().ifPresent(archive -> blocks.apply("ArchiveRecords", archive));
    build(blocks, plan);
  }

  /** The graph behind the source, whose elements are blocks of a topic. */
  static PCollection<TimeRanges> build(PCollection<byte[]> blocks, StreamingPlan plan) {
    LiveSettings settings = plan.settings();

    PCollectionTuple folded =
        blocks.apply("FoldTopic", FoldTopic.of(plan.times().events(), settings));
    PCollection<byte[]> windows =
        folded
            .get(FoldTopic.PARCELS)
            .apply("HoldWindows", HoldWindows.to(plan.catalog(), settings, plan.firings()));
    PCollection<byte[]> letters =
        folded
            .get(FoldTopic.LETTERS)
            .apply("HoldLetters", HoldLetters.to(plan.catalog(), settings, plan.firings()));

    PCollection<TimeRanges> committed =
        PCollectionList.of(windows)
            .and(letters)
            .apply("AllFired", Flatten.pCollections())
            .apply("NumberCommits", NumberCommits.of(plan.sink(), plan.commitInterval()))
            .apply(
                "CommitStream",
                CommitStream.to(
                    plan.catalog(), settings.fold().windows(), settings.fold().source()));
    if (plan.refreshesRollUps()) {
      committed
          .apply("PaceRollUps", Pace.of(plan.rollUpInterval()))
          .apply("RefreshRollUps", RefreshRollUps.in(plan.catalog(), plan.zone(), plan.facts()));
    }
    return committed;
  }
}
