package io.tallybeam.firing;

import java.io.Serializable;
import org.joda.time.Duration;

/**
 * How long windows wait before they fire again, in processing time.
 *
 * @param early from a call to early results, before the end of the window; zero for none
 * @param corrections from a late call to the correction, and from a dead letter to its row
 */
public record Firings(Duration early, Duration corrections) implements Serializable {}
