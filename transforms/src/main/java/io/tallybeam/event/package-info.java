/**
 * What an event says: one LLM call, or the reason why the bytes cannot be one.
 *
 * <p>Here live the canonical {@link io.tallybeam.event.Call}, the formats that read it from bytes,
 * and the rules for times, numbers, names and payloads. Nothing here knows of windows, tables or
 * Beam.
 */
package io.tallybeam.event;
