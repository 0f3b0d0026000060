/** The rows that a run gave, and whether those of two runs are the same. */
package io.tallybeam.benchmark.answer;
