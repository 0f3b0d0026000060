package io.tallybeam.raw;

import io.tallybeam.order.SentOrder;
import java.io.IOException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Publishes files that were written, in order: gives each its final name, and names it.
 *
 * <p>It takes its input only once that is stable, which no failure can change or take back: that is
 * when it is certain which records a file holds. Where one comes earlier all the same, {@link
 * HoldRecords} sees after the failure what is archived already.
 */
final class PublishFiles extends DoFn<KV<String, byte[]>, String> {

  private static final long serialVersionUID = 1;

  private static final String WAITING = "waiting";
  private static final String LAST = "last";

  private final String root;

  /** State makes a step keyed: what waits for a checkpoint stays with its key. */
  @StateId(WAITING)
  private final StateSpec<MapState<String, byte[]>> waitingSpec =
      StateSpecs.map(StringUtf8Coder.of(), ByteArrayCoder.of());

  @StateId(LAST)
  private final StateSpec<ValueState<String>> lastSpec = StateSpecs.value(StringUtf8Coder.of());

  PublishFiles(String root) {
    this.root = root;
  }

  /** Publishes one file, and those that waited for it. */
  @RequiresStableInput
  @ProcessElement
  public void publish(
      @Element KV<String, byte[]> element,
      @StateId(WAITING) MapState<String, byte[]> waiting,
      @StateId(LAST) ValueState<String> last,
      OutputReceiver<String> out)
      throws IOException {
    PartitionFiles files = PartitionFiles.of(root, element.getKey());
    SentOrder.take(
        HeldFile.of(element.getValue()).previous(),
        element.getValue(),
        waiting,
        last,
        bytes -> {
          HeldFile file = HeldFile.of(bytes);
          files.publish(file.unpublished(), file.published());
          out.output(file.published());
          return file.unpublished();
        });
  }
}
