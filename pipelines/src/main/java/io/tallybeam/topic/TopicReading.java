package io.tallybeam.topic;

import java.io.Serializable;

/**
 * How the partitions of a topic are read. Holds no secret, only references to them.
 *
 * @param settings which topic, where, and from when on
 * @param times which event times are believed
 * @param id that of the topic which is meant, see {@link TopicCheck#id}; empty if nobody knows
 */
record TopicReading(TopicSettings settings, TopicTimes times, String id) implements Serializable {}
