/** Tallybeam on Beam's Flink runner: its defaults and its main. */
package io.tallybeam.flink;
