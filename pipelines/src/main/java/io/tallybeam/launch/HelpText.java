package io.tallybeam.launch;

import java.beans.Introspector;
import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The text of {@code --help}. */
final class HelpText {

  private static final int WIDTH = 76;

  private HelpText() {}

  static void list(String runner, List<PipelineCommand<?>> commands, PrintStream out) {
    out.printf("Usage: %s <pipeline> [--option=value ...]%n%n", Invocation.of(runner));
    commands.forEach(command -> out.printf("  %-14s %s%n", command.name(), command.summary()));
    out.printf("  %-14s %s%n", "version", "Says which version this is, and of what.");
    out.printf("%n<pipeline> --help lists its options. Options of Beam pass through.%n");
    out.printf("Exit codes: 0 done, 1 failed, 2 a mistake in the call or its input.%n");
  }

  static void options(String runner, PipelineCommand<?> command, PrintStream out) {
    out.printf("Usage: %s %s [--option=value ...]%n", Invocation.of(runner), command.name());
    out.printf("%n%s%n%n", command.summary());
    Arrays.stream(command.options().getMethods())
        .filter(method -> TallybeamOptions.class.isAssignableFrom(method.getDeclaringClass()))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .sorted(Comparator.comparing(HelpText::name))
        .forEach(method -> option(method, out));
    out.printf("Options of Beam and of the runner pass through.%n");
  }

  private static void option(Method getter, PrintStream out) {
    out.printf("  --%s=<%s>%s%n", name(getter), type(getter), defaultOf(getter));
    StringBuilder line = new StringBuilder();
    for (String word : getter.getAnnotation(Description.class).value().split(" ", -1)) {
      if (line.length() + word.length() > WIDTH - 6) {
        out.println("      " + line.toString().strip());
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    out.println("      " + line.toString().strip());
  }

  private static String name(Method getter) {
    return Introspector.decapitalize(getter.getName().replaceFirst("^(get|is)", ""));
  }

  private static String type(Method getter) {
    Class<?> type = getter.getReturnType();
    return List.class.isAssignableFrom(type)
        ? "text,..."
        : type == String.class ? "text" : type == boolean.class ? "true|false" : "number";
  }

  private static String defaultOf(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getDeclaringClass() == Default.class
          && !(annotation instanceof Default.InstanceFactory)) {
        Object value = value(annotation);
        return value.equals("") ? "" : "  (default " + value + ")";
      }
    }
    return "";
  }

  private static Object value(Annotation annotation) {
    try {
      return annotation.annotationType().getMethod("value").invoke(annotation);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return "";
    }
  }

  /** A message without its line breaks. */
  static String oneLine(String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
