package io.tallybeam.secret;

/**
 * A further kind of reference to a secret: {@code <name>:...}. Found on the class path by its
 * service file, so that whoever does not use it needs none of its libraries.
 */
public interface ReferenceScheme {

  /** What references begin with, without the colon. */
  String name();

  /** How a reference looks, for messages, such as {@code env:NAME}. */
  String form();

  /**
   * What a reference stands for, read now and on this machine.
   *
   * @param what is set: the option and the key, for errors
   * @param reference all of it, with the name
   * @throws io.tallybeam.error.UserError if it leads nowhere; no message holds the secret
   */
  String resolve(String what, String reference);
}
