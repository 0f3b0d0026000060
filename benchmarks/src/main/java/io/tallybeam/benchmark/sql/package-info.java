/** The windows of Tallybeam by Flink SQL, of a topic and of files. */
package io.tallybeam.benchmark.sql;
