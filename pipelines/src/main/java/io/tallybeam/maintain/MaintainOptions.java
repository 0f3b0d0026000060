package io.tallybeam.maintain;

import io.tallybeam.launch.CatalogOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of {@code maintain}. */
public interface MaintainOptions extends CatalogOptions {

  /** Which tables; none is all. */
  @Description(
      "Tables to merge and clean up, separated by commas. Default: all of the namespace. Roll-ups are"
          + " refreshed all the same; see --rollUps.")
  @Default.InstanceFactory(AllTables.class)
  List<String> getTables();

  /** Sets {@link #getTables}. */
  void setTables(List<String> tables);

  /** How long ago a window must have ended. */
  @Description(
      "Files are merged whose windows all ended this long ago; longer than late data may correct"
          + " windows.")
  @Default.String("3h")
  String getSettledFor();

  /** Sets {@link #getSettledFor}. */
  void setSettledFor(String settledFor);

  /** The size of a merged file. */
  @Description("Size of a merged file; files under three quarters of it are merged.")
  @Default.Integer(128)
  int getTargetMegabytes();

  /** Sets {@link #getTargetMegabytes}. */
  void setTargetMegabytes(int megabytes);

  /** How old a snapshot may be. */
  @Description(
      "Age above which snapshots go, such as 5d or 12h. The current one stays, and those that"
          + " streaming runs and roll-ups need.")
  @Default.String("5d")
  String getKeepSnapshots();

  /** Sets {@link #getKeepSnapshots}. */
  void setKeepSnapshots(String keepSnapshots);

  /** How old a file must be that nothing refers to. */
  @Description(
      "Age above which files go that no snapshot refers to; longer than any run takes from its"
          + " first file to its commit.")
  @Default.String("3d")
  String getOrphansOlderThan();

  /** Sets {@link #getOrphansOlderThan}. */
  void setOrphansOlderThan(String orphansOlderThan);

  /** Whether the limits of ages are lifted. */
  @Description(
      "Allow --keepSnapshots and --orphansOlderThan below 1h, and orphans where a dropped table"
          + " left its metadata in the same folder. Only while nothing else writes or reads.")
  @Default.Boolean(false)
  boolean isForce();

  /** Sets {@link #isForce}. */
  void setForce(boolean force);

  /** Whether nothing is changed. */
  @Description("Show what would be done, and do nothing. Does not look at the roll-ups.")
  @Default.Boolean(false)
  boolean isDryRun();

  /** Sets {@link #isDryRun}. */
  void setDryRun(boolean dryRun);

  /** Whether stale roll-ups are refreshed. */
  @Description("Refresh the roll-ups first, where windows changed since they were made.")
  @Default.Boolean(true)
  boolean isRollUps();

  /** Sets {@link #isRollUps}. */
  void setRollUps(boolean rollUps);

  /** No table is named. */
  final class AllTables implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of();
    }
  }
}
