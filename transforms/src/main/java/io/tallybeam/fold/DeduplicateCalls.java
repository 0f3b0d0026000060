package io.tallybeam.fold;

import io.tallybeam.event.Call;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockCoder;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.GroupKeyCoder;
import java.io.IOException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Counts the calls of one tenant, request id and window once, and folds them.
 *
 * <p>Where copies differ, the one with the smallest canonical bytes is kept: of copies that differ
 * in their cost alone, the cheapest of those that give one. So the choice depends on content only.
 * Takes {@link FoldCalls#CALLS} and gives partial rows as {@link FoldCalls#PARTIALS} does.
 */
public final class DeduplicateCalls
    extends PTransform<PCollection<KV<GroupKey, Block>>, PCollection<KV<GroupKey, Block>>> {

  private static final long serialVersionUID = 1;

  private final FoldSettings settings;

  private DeduplicateCalls(FoldSettings settings) {
    this.settings = settings;
  }

  /** Counts copies once. */
  public static DeduplicateCalls of(FoldSettings settings) {
    return new DeduplicateCalls(settings);
  }

  @Override
  public PCollection<KV<GroupKey, Block>> expand(PCollection<KV<GroupKey, Block>> calls) {
    return calls
        .apply("GroupByRequestId", GroupByKey.create())
        .apply("FoldFirstCopies", ParDo.of(new FoldFirstCopies(settings)))
        .setCoder(KvCoder.of(GroupKeyCoder.of(), BlockCoder.of()));
  }

  private static final class FoldFirstCopies
      extends DoFn<KV<GroupKey, Iterable<Block>>, KV<GroupKey, Block>> {

    private static final long serialVersionUID = 1;

    private final FoldSettings settings;
    private transient @Nullable DistinctCalls distinct;

    FoldFirstCopies(FoldSettings settings) {
      this.settings = settings;
    }

    @Setup
    public void setUp() {
      distinct = new DistinctCalls(settings.store(), settings.windows());
    }

    @ProcessElement
    public void process(
        @Element KV<GroupKey, Iterable<Block>> group, OutputReceiver<KV<GroupKey, Block>> out)
        throws IOException {
      PartialTables partials =
          new PartialTables(settings, (key, block) -> out.output(KV.of(key, block)));
      distinct.forEach(
          group.getValue(),
          new DistinctCalls.Output() {
            @Override
            public void alone(Call call, long window) throws IOException {
              partials.add(call, window);
            }

            @Override
            public void distinct(Call call, long window, int duplicates, int conflicting)
                throws IOException {
              partials.addNext(call, window);
              partials.ledger(window).addDuplicates(duplicates, conflicting);
            }
          });
      partials.flush();
    }
  }
}
