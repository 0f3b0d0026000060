package io.tallybeam.streaming;

import io.tallybeam.error.UserError;
import java.util.Map;
import java.util.Optional;

/**
 * The topic that a sink was started with last, as its {@link SinkClaim} tells.
 *
 * @param name its name
 * @param id of this topic, and of no other of the name; empty if nobody knows
 */
record ClaimedTopic(String name, String id) {

  private static final String NAME = "topic";
  private static final String ID = "topic-id";

  /** The one under keys that begin with {@code prefix}, if there is one. */
  static Optional<ClaimedTopic> of(Map<String, String> properties, String prefix) {
    return Optional.ofNullable(properties.get(prefix + NAME))
        .map(name -> new ClaimedTopic(name, properties.getOrDefault(prefix + ID, "")));
  }

  Map<String, String> properties(String prefix) {
    return Map.of(prefix + NAME, name, prefix + ID, id);
  }

  /** Whether this one was deleted, and {@code now} is another one of its name. */
  boolean wasMadeAnew(String now) {
    return !id.isEmpty() && !now.isEmpty() && !id.equals(now);
  }

  /**
   * Checks that a state, which has offsets of this one, can go on with another.
   *
   * @throws UserError if it cannot
   */
  void requireSame(String otherName, String otherId, String resumedBy) {
    if (!name.equals(otherName)) {
      throw new UserError(
          String.format(
              "--topic=%s: the stream to go on from reads %s; start without %s",
              otherName, name, resumedBy));
    }
    if (wasMadeAnew(otherId)) {
      throw new UserError(
          String.format(
              "--topic=%s: was made anew since the stream to go on from was started, and has other"
                  + " records at its offsets; start without %s",
              name, resumedBy));
    }
  }
}
