package io.tallybeam.event;

/**
 * An event that cannot be counted, and why.
 *
 * @param reason the code that is counted and grouped by
 * @param detail one sentence for people, which names the field and never quotes its value
 * @param eventTimeMillis the event's own time if the line is well-formed JSON and has a readable
 *     one, else {@link Parsed#NO_TIME}
 */
public record Reject(RejectReason reason, String detail, long eventTimeMillis) implements Parsed {}
