package io.tallybeam.secret;

import io.tallybeam.error.UserError;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that stand for others: {@code env:NAME}, a variable of the environment, {@code file:PATH},
 * the text of a file without the white space around it, and what other {@link ReferenceScheme}s are
 * on the class path.
 */
public final class Reference {

  private static final List<ReferenceScheme> SCHEMES =
      Stream.concat(
              Stream.of(new VariableScheme(), new FileScheme()),
              // Not the thread's loader: a worker may have started this thread with another.
              ServiceLoader.load(ReferenceScheme.class, ReferenceScheme.class.getClassLoader())
                  .stream()
                  .map(ServiceLoader.Provider::get))
          .toList();

  private Reference() {}

  /**
   * Checks that a secret is not given as itself.
   *
   * @param what is set: the option and the key, for the error
   */
  public static void require(String what, String value) {
    if (schemeOf(value).isEmpty()) {
      throw new UserError(
          what
              + " is a secret: give "
              + SCHEMES.stream().map(ReferenceScheme::form).collect(Collectors.joining(" or "))
              + ", since options can be seen by others");
    }
  }

  /** Whether {@code value} is read from the machine that uses it: a variable or a file. */
  public static boolean isOfMachine(String value) {
    return schemeOf(value)
        .filter(scheme -> scheme instanceof VariableScheme || scheme instanceof FileScheme)
        .isPresent();
  }

  /**
   * What {@code value} stands for on this machine; itself if it is not a reference.
   *
   * @param what is set: the option and the key, for the error
   */
  public static String resolve(String what, String value) {
    return schemeOf(value).map(scheme -> scheme.resolve(what, value)).orElse(value);
  }

  private static Optional<ReferenceScheme> schemeOf(String value) {
    return SCHEMES.stream().filter(scheme -> value.startsWith(scheme.name() + ":")).findFirst();
  }
}
