package io.tallybeam.dataflow;

import io.tallybeam.backfill.BackfillOptions;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.generate.GenerateOptions;
import io.tallybeam.launch.EventOptions;
import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.secret.Reference;
import io.tallybeam.storage.LocalFolder;
import io.tallybeam.streaming.StreamOptions;
import io.tallybeam.topic.ClientProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;

/** Refuses options that name what Dataflow's workers, machines of their own, cannot see. */
final class WorkerSight {

  private static final Pattern THIS_MACHINE =
      Pattern.compile("(.*[/,])?(localhost|127\\.[0-9.]+|\\[::1])([:/,].*)?");

  private static final String UNSEEN = ", which Dataflow's workers cannot see; ";

  private final DataflowPipelineOptions dataflow;

  private WorkerSight(DataflowPipelineOptions dataflow) {
    this.dataflow = dataflow;
  }

  /**
   * Checks what a job needs, and that workers can see it. Asks nobody.
   *
   * @throws UserError if they cannot
   */
  static void check(TallybeamOptions options) {
    WorkerSight sight = new WorkerSight(options.as(DataflowPipelineOptions.class));
    sight.job();
    if (!options.getSpillFolder().isEmpty()) {
      throw new UserError(
          "--spillFolder="
              + options.getSpillFolder()
              + ": Dataflow has a shuffle of its own; leave the option out");
    }
    if (options instanceof EventOptions events) {
      sight.catalog(events);
    }
    if (options instanceof GenerateOptions generate) {
      remote("output", generate.getOutput(), "gs://bucket/generated");
    }
    if (options instanceof BackfillOptions backfill) {
      backfill.getInput().forEach(glob -> remote("input", glob, "gs://bucket/archive/*"));
    }
    if (options instanceof StreamOptions stream) {
      sight.stream(stream);
    }
  }

  private void job() {
    named("project", dataflow.getProject(), "the Google Cloud project of the job");
    named("region", dataflow.getRegion(), "where the job runs, such as europe-west1");
    String temp = dataflow.getTempLocation();
    if (temp == null || !temp.startsWith("gs://")) {
      throw new UserError(
          "--tempLocation"
              + (temp == null ? "" : "=" + temp)
              + ": name a folder in Cloud Storage, such as gs://bucket/temp");
    }
    List<String> service =
        Optional.ofNullable(dataflow.getDataflowServiceOptions()).orElse(List.of());
    if (service.contains("streaming_mode_at_least_once")) {
      throw new UserError(
          "--dataflowServiceOptions=streaming_mode_at_least_once: calls would count twice; leave it"
              + " out");
    }
  }

  private static void named(String option, String value, String what) {
    if (value == null || value.isBlank()) {
      throw new UserError("--" + option + ": name " + what);
    }
  }

  private void catalog(EventOptions options) {
    if (options.getCatalogProperties().isEmpty()) {
      throw new UserError(
          "--warehouse="
              + options.getWarehouse()
              + ": a local folder"
              + UNSEEN
              + "name a catalog with --catalogProperties, such as type=rest,uri=https://...");
    }
    Map<String, String> properties =
        CatalogSettings.parse(options.getCatalogProperties(), options.getNamespace()).properties();
    properties.forEach(
        (key, value) -> {
          String what = "--catalogProperties: " + key;
          if (value.startsWith("jdbc:sqlite:")) {
            throw new UserError(what + " is a local file" + UNSEEN + "name a catalog on a server");
          }
          if (key.equals("warehouse") && value.matches("(/|\\.|file:).*")) {
            throw new UserError(what + " is a local folder" + UNSEEN + "such as gs://bucket/path");
          }
          if (key.equals("uri") && THIS_MACHINE.matcher(value).matches()) {
            throw new UserError(what + " is this machine" + UNSEEN + "name a server");
          }
          secret(what, value);
        });
  }

  private void stream(StreamOptions stream) {
    if (THIS_MACHINE.matcher(stream.getBootstrapServers()).matches()) {
      throw new UserError(
          "--bootstrapServers="
              + stream.getBootstrapServers()
              + ": this machine"
              + UNSEEN
              + "name brokers in their network");
    }
    if (!stream.getArchive().isBlank()) {
      remote("archive", stream.getArchive(), "gs://bucket/archive");
    }
    if (!OptionText.duration("pricesRefresh", stream.getPricesRefresh()).isZero()) {
      // Without a refresh the book is read here and travels with the job.
      Optional.ofNullable(stream.getPrices())
          .orElse(List.of())
          .forEach(prices -> remote("prices", prices, "gs://bucket/prices, or --pricesRefresh=0s"));
    }
    String file = stream.getClientProperties();
    ClientProperties.read(file).forEach((key, value) -> client(file, key, value));
  }

  private void client(String file, String key, String value) {
    String what = "--clientProperties=" + file + ": " + key;
    if (key.endsWith("store.location") && !ownImage()) {
      throw new UserError(
          what
              + " is a local file"
              + UNSEEN
              + "give certificates as text, with ssl.truststore.type=PEM, or an image that has it"
              + " with --sdkContainerImage");
    }
    secret(what, value);
  }

  /** An image of one's own may have variables and files; Dataflow's has none of ours. */
  private void secret(String what, String value) {
    if (Reference.isOfMachine(value) && !ownImage()) {
      throw new UserError(
          what
              + " is read on the workers, which have neither our variables nor our files; name a"
              + " secret of Secret Manager, "
              + SecretManagerScheme.FORM);
    }
  }

  private boolean ownImage() {
    return dataflow.getSdkContainerImage() != null;
  }

  private static void remote(String option, String path, String instead) {
    if (!LocalFolder.isElsewhere(path)) {
      throw new UserError(
          "--" + option + "=" + path + ": a local path" + UNSEEN + "name " + instead);
    }
  }
}
