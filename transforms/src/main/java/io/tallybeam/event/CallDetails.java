package io.tallybeam.event;

import java.util.List;

/**
 * What many events do not say of a call.
 *
 * @param caller who caused it
 * @param usage what it used
 * @param tags sorted by name, each name once; at most {@value Tag#MAX_TAGS}
 */
public record CallDetails(Caller caller, UsageDetails usage, List<Tag> tags) {

  /** Nothing. */
  public static final CallDetails NONE = new CallDetails(Caller.NONE, UsageDetails.NONE, List.of());

  /** Copies the tags. */
  public CallDetails {
    tags = List.copyOf(tags);
  }

  /** The same details; {@link #NONE} itself if there are none. */
  static CallDetails of(Caller caller, UsageDetails usage, List<Tag> tags) {
    CallDetails details = new CallDetails(caller, usage, tags);
    return details.equals(NONE) ? NONE : details;
  }
}
