package io.tallybeam.streaming;

import org.apache.beam.sdk.Pipeline;

/** The graph of the stream without what a command does before it: asking brokers and catalogs. */
public final class StreamGraph {

  private StreamGraph() {}

  /** Adds the stream that {@code options} ask for, of a topic with so many partitions. */
  public static void build(Pipeline pipeline, StreamOptions options, int partitions) {
    Streaming.build(pipeline, StreamingPlan.of(options).withTopic("", partitions));
  }
}
