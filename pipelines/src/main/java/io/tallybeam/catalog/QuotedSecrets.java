package io.tallybeam.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Secrets that errors of catalogs and their drivers may quote, such as the URI of a database with
 * its password. Errors go into logs, and on a cluster onto its pages.
 *
 * @param values the secrets
 */
record QuotedSecrets(Collection<String> values) {

  private static final String HIDDEN = "***";

  /** The longest first, as one may be part of another. */
  QuotedSecrets {
    values =
        values.stream()
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** Calls; what is thrown quotes no secret. */
  <T> T guard(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw without(e);
    }
  }

  /** The error, or one without its causes that says the same but for the secrets it quotes. */
  RuntimeException without(RuntimeException error) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause).limit(100).toList();
    if (causes.stream().noneMatch(cause -> quotes(String.valueOf(cause.getMessage())))) {
      return error;
    }
    StringBuilder text = new StringBuilder();
    for (Throwable cause : causes) {
      text.append(text.isEmpty() ? "" : "; ").append(cause.getClass().getSimpleName());
      text.append(": ").append(hidden(String.valueOf(cause.getMessage())));
    }
    RuntimeException safe = alike(error, text.toString());
    safe.setStackTrace(error.getStackTrace());
    return safe;
  }

  /** Of the same type where that is Iceberg's: what became of a commit goes by it. */
  private static RuntimeException alike(RuntimeException error, String text) {
    if (error instanceof CommitStateUnknownException) {
      return new CommitStateUnknownException(new IllegalStateException(text));
    }
    try {
      return error
          .getClass()
          .getConstructor(String.class, Object[].class)
          .newInstance("%s", new Object[] {text});
    } catch (ReflectiveOperationException e) {
      return new IllegalStateException(text);
    }
  }

  private boolean quotes(String message) {
    return values.stream().anyMatch(message::contains);
  }

  private String hidden(String message) {
    String text = message;
    for (String value : values) {
      text = text.replace(value, HIDDEN);
    }
    return text;
  }
}
