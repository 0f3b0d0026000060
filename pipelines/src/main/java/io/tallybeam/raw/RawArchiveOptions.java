package io.tallybeam.raw;

import io.tallybeam.launch.TallybeamOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Whether, where and how raw events are archived. */
public interface RawArchiveOptions extends TallybeamOptions {

  /** Where to, or empty. */
  @Description(
      "Folder to archive the raw events in, on any file system Beam knows, for"
          + " backfill --input='<archive>/<topic>/*/*'. One job for a topic and a folder.")
  @Default.String("")
  String getArchive();

  /** Sets {@link #getArchive}. */
  void setArchive(String archive);

  /** The size of the files. */
  @Description("Size of an archived file, before compression; as much is held for each partition.")
  @Default.Integer(64)
  int getArchiveMegabytes();

  /** Sets {@link #getArchiveMegabytes}. */
  void setArchiveMegabytes(int megabytes);

  /** After how long smaller files are written. */
  @Description("Time after which what a partition gave is archived, if it is less than that.")
  @Default.String("5m")
  String getArchiveInterval();

  /** Sets {@link #getArchiveInterval}. */
  void setArchiveInterval(String interval);
}
