/**
 * What crosses the runner: packed blocks of keys with their measures, sorted and mergeable.
 *
 * <p>A runner's cost is per element, so an element is a {@link io.tallybeam.partial.Block} of many
 * partial rows of one group and not a row. Nothing here knows what a key or a measure means.
 */
package io.tallybeam.partial;
