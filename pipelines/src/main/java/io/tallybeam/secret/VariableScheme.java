package io.tallybeam.secret;

import io.tallybeam.error.UserError;

/** {@code env:NAME}: a variable of the environment. */
final class VariableScheme implements ReferenceScheme {

  @Override
  public String name() {
    return "env";
  }

  @Override
  public String form() {
    return "env:NAME";
  }

  @Override
  public String resolve(String what, String reference) {
    String text = System.getenv(reference.substring(name().length() + 1));
    if (text == null) {
      throw new UserError(what + " names an unset variable: " + reference);
    }
    return text;
  }
}
