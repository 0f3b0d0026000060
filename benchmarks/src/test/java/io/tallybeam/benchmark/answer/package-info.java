/** Tests of what is said of two answers. */
package io.tallybeam.benchmark.answer;
