/** The twelve columns of the SQL by other means, each a process to be measured. */
package io.tallybeam.benchmark.peer;
