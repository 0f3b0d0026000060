/**
 * The raw archive: what a topic held, as compressed NDJSON files that a backfill reads.
 *
 * <p>{@link io.tallybeam.raw.WriteRawArchive} takes the blocks of {@link io.tallybeam.topic}. Every
 * file holds a stretch of one partition's offsets and says so in its name; no two overlap. Nothing
 * here knows what an event says.
 */
package io.tallybeam.raw;
