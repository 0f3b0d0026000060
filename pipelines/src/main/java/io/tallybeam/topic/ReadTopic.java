package io.tallybeam.topic;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads a topic of Kafka without end: every record once, in blocks that {@link TopicBlock} and
 * {@link TopicEvents} read.
 *
 * <p>A block holds records of one partition, in order; the blocks of a partition follow each other.
 * A block's time stamp is the largest of: its earliest believed event time, and the watermark of
 * its partition before it. The watermark of a partition is its largest believed event time less the
 * delay; a partition without new records may follow the others, see {@link TopicTimes}.
 *
 * <p>Where reading goes on is kept by the runner. The offsets that are committed to the consumer
 * group show how far it is, and nothing reads them again.
 */
public final class ReadTopic extends PTransform<PBegin, PCollection<byte[]>> {

  private static final long serialVersionUID = 1;

  private final TopicReading reading;
  private final int partitions;

  private ReadTopic(TopicReading reading, int partitions) {
    this.reading = reading;
    this.partitions = partitions;
  }

  /**
   * Reads a topic.
   *
   * @param id of the topic that is meant: {@link TopicCheck#id}; another one of its name is not
   *     read
   * @param partitions how many partitions it has: {@link TopicCheck#partitions}
   */
  public static ReadTopic from(
      TopicSettings settings, TopicTimes times, String id, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException(partitions + " partitions");
    }
    return new ReadTopic(new TopicReading(settings, times, id), partitions);
  }

  @Override
  public PCollection<byte[]> expand(PBegin begin) {
    TopicReadOptions.add(begin.getPipeline().getOptions(), reading);
    return begin.apply("Blocks", Read.from(TopicSource.of(reading, partitions)));
  }
}
