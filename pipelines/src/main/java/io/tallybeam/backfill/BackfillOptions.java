package io.tallybeam.backfill;

import io.tallybeam.launch.EventOptions;
import io.tallybeam.prices.CostOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of {@code backfill}. */
public interface BackfillOptions extends EventOptions, CostOptions {

  /** Which files. */
  @Description(
      "Archived events, newline-delimited JSON, as globs separated by commas, on any file system"
          + " Beam knows: plain, .gz, .zst or .bz2. Default: testdata/archive/*")
  @Default.InstanceFactory(TestData.class)
  List<String> getInput();

  /** Sets {@link #getInput}. */
  void setInput(List<String> input);

  /** The first window to replace, or empty. */
  @Description(
      "First window to replace, such as 2023-11-16T18:00:00Z or 2023-11-16. With --to. Without"
          + " both, the windows that the input touches are replaced and no other.")
  @Default.String("")
  String getFrom();

  /** Sets {@link #getFrom}. */
  void setFrom(String from);

  /** The end of the last window to replace, or empty. */
  @Description("End of the last window to replace; exclusive.")
  @Default.String("")
  String getTo();

  /** Sets {@link #getTo}. */
  void setTo(String to);

  /** The share of rejects above which nothing is committed. */
  @Description("Share of rejected events above which the run fails before it commits.")
  @Default.String("1%")
  String getRejectsAllowed();

  /** Sets {@link #getRejectsAllowed}. */
  void setRejectsAllowed(String share);

  /** The name of the source in the ledger. */
  @Description("Name of the source in window_ledger and rejected_events. Default: archive")
  @Default.String("")
  String getSource();

  /** Sets {@link #getSource}. */
  void setSource(String source);

  /** How much of a plain file one worker reads at a time. */
  @Description(
      "Megabytes of a plain file that are read as one piece of work. 0 is a part of 32 of all files,"
          + " 8 to 128.")
  @Default.Integer(0)
  int getSliceMegabytes();

  /** Sets {@link #getSliceMegabytes}. */
  void setSliceMegabytes(int megabytes);

  /** Into how many parts the calls and the rows of a day are divided, or 0. */
  @Description(
      "Parts into which the calls and the rows of a day are divided; each part of a day is a file"
          + " in a table. 0 is one for each 256 MB of input, at most 16.")
  @Default.Integer(0)
  int getShards();

  /** Sets {@link #getShards}. */
  void setShards(int shards);

  /** The input where none is named. */
  final class TestData implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("testdata/archive/*");
    }
  }
}
