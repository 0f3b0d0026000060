package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.dataflow.model.ParameterMetadata;
import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.streaming.StreamingCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metadata of the Flex Templates is that of the options. */
final class TemplateMetadataTest {

  private static final Path FOLDER = Path.of("flex");

  @Test
  void ofBackfill() throws IOException {
    String json = TemplateMetadata.of(new BackfillCommand(), false);
    Golden.check(FOLDER.resolve("backfill.json"), json);
    assertThat(required(json), containsInAnyOrder("input", "catalogProperties"));
  }

  @Test
  void ofStreaming() throws IOException {
    String json = TemplateMetadata.of(new StreamingCommand(), true);
    Golden.check(FOLDER.resolve("streaming.json"), json);
    assertThat(required(json), containsInAnyOrder("bootstrapServers", "catalogProperties"));
  }

  /** The names of Google's own model are the format. */
  @Test
  void holdsNothingThatDataflowDoesNotKnow() throws IOException {
    for (PipelineCommand<?> command : List.of(new BackfillCommand(), new StreamingCommand())) {
      var metadata = read(TemplateMetadata.of(command, true));
      assertThat(metadata.getUnknownKeys().keySet(), is(Set.of()));
      for (ParameterMetadata parameter : metadata.getParameters()) {
        assertThat(parameter.getUnknownKeys().keySet(), is(Set.of()));
      }
    }
  }

  @Test
  void everyDefaultMatchesItsOwnForm() throws IOException {
    for (PipelineCommand<?> command : List.of(new BackfillCommand(), new StreamingCommand())) {
      for (ParameterMetadata parameter : read(TemplateMetadata.of(command, true)).getParameters()) {
        if (parameter.getRegexes() != null && parameter.getDefaultValue() != null) {
          assertThat(
              parameter.getName(),
              parameter.getDefaultValue().matches(parameter.getRegexes().get(0)),
              is(true));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input | gs://b/a/*.gz,gs://b/b/* | true",
        "input | archive/* | false",
        "catalogProperties | type=rest,uri=https://h/x,warehouse=gs://b | true",
        "catalogProperties | type=rest,https://h | false",
        "window | 15m | true",
        "window | 1h30m | true",
        "window | PT15M | true",
        "window | 15 minutes | false",
        "latest | 2100-01-01 | true",
        "latest | tomorrow | false",
        "deduplicate | yes | false",
        "shards | -1 | false",
        "bootstrapServers | a:9092,b:9092 | true",
        "bootstrapServers | a | false",
      })
  void formsTellWhatIsWrong(String name, String value, boolean right) throws IOException {
    PipelineCommand<?> command =
        name.equals("input") ? new BackfillCommand() : new StreamingCommand();
    ParameterMetadata parameter =
        read(TemplateMetadata.of(command, true)).getParameters().stream()
            .filter(one -> one.getName().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(value.matches(parameter.getRegexes().get(0)), is(right));
  }

  private static List<String> required(String json) throws IOException {
    List<String> required =
        read(json).getParameters().stream()
            .filter(parameter -> !parameter.getIsOptional())
            .map(ParameterMetadata::getName)
            .toList();
    assertThat(read(json).getParameters().size(), is(not(required.size())));
    return required;
  }

  private static com.google.api.services.dataflow.model.TemplateMetadata read(String json)
      throws IOException {
    return GsonFactory.getDefaultInstance()
        .fromString(json, com.google.api.services.dataflow.model.TemplateMetadata.class);
  }
}
