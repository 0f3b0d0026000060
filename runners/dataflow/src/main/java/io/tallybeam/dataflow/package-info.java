/**
 * Tallybeam on Google Cloud Dataflow: its defaults, its mains, what it asks of options, secrets of
 * Secret Manager, and the parameters of Flex Templates. Nothing here computes.
 */
package io.tallybeam.dataflow;
