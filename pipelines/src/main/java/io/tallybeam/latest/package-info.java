/** {@code windows}: the latest windows of the tables, for a look at a stream that runs. */
package io.tallybeam.latest;
