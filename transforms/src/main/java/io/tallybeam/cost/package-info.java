/**
 * What calls cost: joins {@link io.tallybeam.event.Call}s with {@link io.tallybeam.pricing}.
 *
 * <p>Every table sees the same cost of a call. Nothing here knows where prices come from.
 */
package io.tallybeam.cost;
