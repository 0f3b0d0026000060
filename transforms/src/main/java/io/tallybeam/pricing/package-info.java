/**
 * What a call costs: its tokens by charge, the rates in force at its event time, and an exact
 * amount that is rounded once.
 *
 * <p>{@link io.tallybeam.pricing.Pricer} is for the hot loop: it keeps what it resolved, allocates
 * nothing for a call and never touches a double. It knows neither events nor tables.
 */
package io.tallybeam.pricing;
