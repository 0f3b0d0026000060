package io.tallybeam.partial;

import java.io.Serializable;

/**
 * What meets behind a grouping: one shard of the keys of a table in a span of time.
 *
 * @param table the name of the table
 * @param spanStart the start of the span; {@link Key#NO_WINDOW} for what belongs to no window
 * @param shard from 0
 */
public record GroupKey(String table, long spanStart, int shard) implements Serializable {}
