package io.tallybeam.backfill;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.archive.ArchiveSlice;
import io.tallybeam.fold.DeduplicateCalls;
import io.tallybeam.fold.FoldCalls;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.rollup.RefreshRollUps;
import io.tallybeam.sink.CommitWindows;
import io.tallybeam.sink.WriteWindows;
import io.tallybeam.window.TimeRanges;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * The graph of a backfill.
 *
 * <pre>
 * files - slices - FoldCalls -+- calls with an id - DeduplicateCalls -+
 *                             +- partial rows ------------------------+- WriteWindows - CommitWindows -+- RefreshRollUps
 *                                                                                                      +- RecordAdjustments
 * </pre>
 *
 * <p>An event is parsed in the worker that reads its bytes and leaves it only as a part of a packed
 * block.
 */
final class Backfill {

  private Backfill() {}

  /** Adds the graph of {@code plan} to {@code pipeline}. */
  static void build(Pipeline pipeline, BackfillPlan plan) {
    FoldSettings settings = plan.settings();

    PCollection<ArchiveFile> files =
        pipeline.apply(
            "ListFiles",
            Create.of(plan.files()).withCoder(SerializableCoder.of(ArchiveFile.class)));
    PCollectionView<List<String>> origins =
        files
            .apply("NameFiles", MapElements.into(TypeDescriptors.strings()).via(ArchiveFile::path))
            .apply("AllOrigins", View.asList());

    long sliceBytes = plan.sliceBytes();
    PCollection<ArchiveSlice> slices =
        files
            .apply(
                "SliceFiles",
                FlatMapElements.into(TypeDescriptor.of(ArchiveSlice.class))
                    .via((ArchiveFile file) -> file.slices(sliceBytes)))
            .setCoder(SerializableCoder.of(ArchiveSlice.class))
            .apply("SpreadSlices", Reshuffle.viaRandomKey());

    PCollectionTuple folded =
        slices.apply(
            "FoldCalls",
            FoldCalls.of(new ArchiveEvents(plan.maxLineBytes(), plan.facts().id()), settings));
    PCollection<KV<GroupKey, Block>> unique =
        folded.get(FoldCalls.CALLS).apply("DeduplicateCalls", DeduplicateCalls.of(settings));

    PCollectionTuple written =
        PCollectionList.of(folded.get(FoldCalls.PARTIALS))
            .and(unique)
            .apply("AllPartials", Flatten.pCollections())
            .apply(
                "WriteWindows",
                WriteWindows.to(
                    plan.catalog(), settings.windows(), settings.range(), settings.store()));
    PCollectionView<Map<String, Iterable<byte[]>>> rollUps =
        written.get(WriteWindows.ROLL_UPS).apply("RollUpsByTable", View.asMultimap());
    PCollection<TimeRanges> committed =
        written
            .get(WriteWindows.WINDOWS)
            .apply(
                "CommitWindows",
                CommitWindows.to(
                    plan.catalog(),
                    settings.windows(),
                    settings.range(),
                    plan.facts(),
                    origins,
                    rollUps));
    committed.apply(
        "RefreshRollUps",
        RefreshRollUps.in(plan.catalog(), plan.zone(), plan.facts()).using(rollUps));
    committed.apply("RecordAdjustments", RecordAdjustments.in(plan.catalog(), settings.windows()));
  }
}
