package io.tallybeam.topic;

import java.io.Serializable;

/**
 * How the partitions of a topic are read. Holds no secret, only references to them.
 *
 * @param settings which topic, where, and from when on
 * @param times which event times are believed
 */
record TopicReading(TopicSettings settings, TopicTimes times) implements Serializable {}
