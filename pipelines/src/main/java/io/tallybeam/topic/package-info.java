/**
 * A Kafka topic as blocks: many records of one partition as one element, and how far each partition
 * is in event time.
 *
 * <p>{@link io.tallybeam.topic.ReadTopic} reads them, {@link io.tallybeam.topic.TopicEvents} finds
 * the events in them, {@link io.tallybeam.topic.TopicCheck} asks the broker before a run. All that
 * knows of Kafka is in here.
 */
package io.tallybeam.topic;
