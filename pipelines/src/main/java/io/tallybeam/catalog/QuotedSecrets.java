package io.tallybeam.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
    RuntimeException safe = new IllegalStateException(text.toString());
    safe.setStackTrace(error.getStackTrace());
    return safe;
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
