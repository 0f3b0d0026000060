/**
 * The command line: {@code <pipeline> [--option=value ...]}, help, errors for people, progress.
 *
 * <p>Adding a pipeline is adding a {@link io.tallybeam.launch.PipelineCommand} and a line in {@link
 * io.tallybeam.Tallybeam}.
 */
package io.tallybeam.launch;
