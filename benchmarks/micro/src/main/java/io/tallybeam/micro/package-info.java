/**
 * The parts of the hot loop by JMH. Each peer must give what Tallybeam gives before anything is
 * timed.
 *
 * <p>A benchmark is one class; {@code benchmarks/run micro} finds it. {@link
 * io.tallybeam.micro.GeneratedLines} has events for it.
 */
package io.tallybeam.micro;
