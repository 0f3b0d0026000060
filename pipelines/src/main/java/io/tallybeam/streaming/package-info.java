/**
 * {@code streaming}: a topic of Kafka to exact windows in Iceberg, day and night. Holds the
 * options, the plan, what a sink was started with before, and the graph, and no step of it.
 */
package io.tallybeam.streaming;
