package io.tallybeam.launch;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What every pipeline of Tallybeam can be told. */
public interface TallybeamOptions extends PipelineOptions {

  /** Whether errors are shown with their stack traces. */
  @Description("Show stack traces, and the log of the libraries.")
  @Default.Boolean(false)
  boolean isVerbose();

  /** Sets {@link #isVerbose}. */
  void setVerbose(boolean verbose);

  /** Where blocks are spilled to, or empty. */
  @Description(
      "Folder for spilled data of runners that keep elements in memory (Direct); deleted at the"
          + " end. Default there: the temporary folder of the system.")
  @Default.String("")
  String getSpillFolder();

  /** Sets {@link #getSpillFolder}. */
  void setSpillFolder(String folder);
}
