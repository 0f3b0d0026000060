/**
 * Tallybeam on Beam's Flink runner: its defaults and its main, what is refused before a job is
 * submitted, the one jar that a job brings to a cluster, and failures that end it. Nothing here
 * computes.
 */
package io.tallybeam.flink;
