/**
 * The jars that are handed out, started as their users start them: on a bare JVM, by {@code flink
 * run}, with object storage.
 */
package io.tallybeam.packages;
