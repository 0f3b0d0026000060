package io.tallybeam.raw;

import java.io.IOException;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Publishes files that were written: gives each its final name, and names it.
 *
 * <p>It takes its input only once that is stable, which no failure can change or take back: that is
 * when it is certain which records a file holds for good.
 */
final class PublishFiles extends DoFn<KV<String, KV<String, String>>, String> {

  private static final long serialVersionUID = 1;

  private static final String COUNT = "count";

  private final String root;

  /**
   * State makes a step keyed: what waits for a checkpoint is kept with its key, in order, and
   * survives a change of the parallelism.
   */
  @StateId(COUNT)
  private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

  PublishFiles(String root) {
    this.root = root;
  }

  /** Publishes one file. */
  @RequiresStableInput
  @ProcessElement
  public void publish(
      @Element KV<String, KV<String, String>> element,
      @StateId(COUNT) ValueState<Long> count,
      OutputReceiver<String> out)
      throws IOException {
    KV<String, String> file = element.getValue();
    PartitionFiles.of(root, element.getKey()).publish(file.getKey(), file.getValue());
    @Nullable Long before = count.read();
    count.write(before == null ? 1 : before + 1);
    out.output(file.getValue());
  }
}
