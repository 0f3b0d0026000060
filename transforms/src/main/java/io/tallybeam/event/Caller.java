package io.tallybeam.event;

/**
 * Who of a tenant caused a call. Each is a name as {@link Call#tenant} is, or empty if not known.
 *
 * @param team the team
 * @param user the user
 * @param apiKey the SHA-256 of the key, never the key itself: 64 hexadecimal digits in lower case
 *     where it was made here
 * @param project the project
 */
public record Caller(String team, String user, String apiKey, String project) {

  /** Nobody is named. */
  public static final Caller NONE = new Caller("", "", "", "");
}
