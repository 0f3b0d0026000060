package io.tallybeam.launch;

import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/**
 * What is said of an option of Tallybeam.
 *
 * @param name as in {@code --name=value}
 * @param kind of its value
 * @param text what it does
 * @param defaultValue the value without it, if there is one value for all
 */
public record OptionHelp(String name, Kind kind, String text, Optional<String> defaultValue) {

  /** The kinds of values. */
  public enum Kind {
    /** Any text. */
    TEXT("text"),
    /** Texts, separated by commas. */
    TEXTS("text,..."),
    /** A whole number. */
    NUMBER("number"),
    /** {@code true} or {@code false}. */
    FLAG("true|false");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** As in help. */
    public String label() {
      return label;
    }
  }

  /** The options of {@code command} that are Tallybeam's own, by name. */
  public static List<OptionHelp> of(PipelineCommand<?> command) {
    return Arrays.stream(command.options().getMethods())
        .filter(method -> TallybeamOptions.class.isAssignableFrom(method.getDeclaringClass()))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .map(OptionHelp::of)
        .sorted(Comparator.comparing(OptionHelp::name))
        .toList();
  }

  private static OptionHelp of(Method getter) {
    return new OptionHelp(
        Introspector.decapitalize(getter.getName().replaceFirst("^(get|is)", "")),
        kind(getter.getReturnType()),
        getter.getAnnotation(Description.class).value(),
        defaultOf(getter));
  }

  private static Kind kind(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return Kind.TEXTS;
    }
    return type == String.class ? Kind.TEXT : type == boolean.class ? Kind.FLAG : Kind.NUMBER;
  }

  private static Optional<String> defaultOf(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getDeclaringClass() == Default.class
          && !(annotation instanceof Default.InstanceFactory)) {
        return Optional.of(value(annotation)).filter(value -> !value.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static String value(Annotation annotation) {
    try {
      return annotation.annotationType().getMethod("value").invoke(annotation).toString();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return "";
    }
  }
}
