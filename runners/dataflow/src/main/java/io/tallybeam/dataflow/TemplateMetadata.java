package io.tallybeam.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tallybeam.launch.OptionHelp;
import io.tallybeam.launch.PipelineCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The metadata of a Flex Template, made from the options of its command: what the console asks for,
 * and what is checked before a machine is started.
 */
final class TemplateMetadata {

  /** Of a machine that runs all. */
  private static final Set<String> NOT_ON_DATAFLOW = Set.of("warehouse", "spillFolder");

  /** What no job on Dataflow can do without, whatever its default elsewhere. */
  private static final Set<String> REQUIRED =
      Set.of("input", "catalogProperties", "bootstrapServers");

  private static final String FILES = "gs://[^,]+(,gs://[^,]+)*";

  private static final Map<String, String> FORMS =
      Map.of(
          "input", FILES,
          "prices", FILES,
          "archive", "gs://.+",
          "clientProperties", "gs://.+",
          "catalogProperties", "[^=,]+=[^,]*(,[^=,]+=[^,]*)*",
          "bootstrapServers", ".+:[0-9]+");

  private static final String DURATION = "[Pp].+|([0-9]+(\\.[0-9]+)?[HhMmSs])+";
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?";

  private TemplateMetadata() {}

  /** The metadata of {@code command}, as JSON. */
  static String of(PipelineCommand<?> command, boolean streaming) throws JsonProcessingException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "Tallybeam " + command.name());
    metadata.put("description", command.summary());
    metadata.put("streaming", streaming);
    metadata.put("supportsAtLeastOnce", false);
    metadata.put("supportsExactlyOnce", true);
    metadata.put(
        "parameters",
        OptionHelp.of(command).stream()
            .filter(option -> !NOT_ON_DATAFLOW.contains(option.name()))
            .map(TemplateMetadata::parameter)
            .toList());
    return new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(metadata)
            .replace("\r\n", "\n")
        + "\n";
  }

  private static Map<String, Object> parameter(OptionHelp option) {
    boolean required = REQUIRED.contains(option.name());
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", option.name());
    parameter.put("label", label(option.name()));
    // A job's workers have neither our variables nor our files.
    String text = option.text().replaceAll("env:NAME (and|or) file:PATH", SecretManagerScheme.FORM);
    parameter.put("helpText", text);
    parameter.put("isOptional", !required);
    parameter.put("paramType", type(option.kind()));
    String form = form(option);
    if (!form.isEmpty()) {
      parameter.put("regexes", List.of("^(" + form + ")$"));
    }
    if (!required) {
      option.defaultValue().ifPresent(value -> parameter.put("defaultValue", value));
    }
    return parameter;
  }

  private static String label(String name) {
    String words = name.replaceAll("([A-Z])", " $1");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String type(OptionHelp.Kind kind) {
    return switch (kind) {
      case FLAG -> "BOOLEAN";
      case NUMBER -> "NUMBER";
      case TEXT, TEXTS -> "TEXT";
    };
  }

  private static String form(OptionHelp option) {
    String known = FORMS.getOrDefault(option.name(), "");
    if (!known.isEmpty()) {
      return known;
    }
    if (option.kind() == OptionHelp.Kind.NUMBER) {
      return "[0-9]+";
    }
    if (option.kind() == OptionHelp.Kind.FLAG) {
      return "true|false";
    }
    String value = option.defaultValue().orElse("");
    return value.matches(DURATION) ? DURATION : value.matches(TIME) ? TIME : "";
  }
}
