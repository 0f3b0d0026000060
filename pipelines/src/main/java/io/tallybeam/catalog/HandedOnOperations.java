package io.tallybeam.catalog;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Operations of a table that hand everything on but commits, which are another class's affair. */
abstract class HandedOnOperations implements TableOperations {

  private final TableOperations to;

  HandedOnOperations(TableOperations to) {
    this.to = to;
  }

  /** What makes the commits. */
  final TableOperations to() {
    return to;
  }

  @Override
  public TableMetadata current() {
    return to.current();
  }

  @Override
  public TableMetadata refresh() {
    return to.refresh();
  }

  @Override
  public FileIO io() {
    return to.io();
  }

  @Override
  public EncryptionManager encryption() {
    return to.encryption();
  }

  @Override
  public String metadataFileLocation(String file) {
    return to.metadataFileLocation(file);
  }

  @Override
  public LocationProvider locationProvider() {
    return to.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return to.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return to.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return to.requireStrictCleanup();
  }
}
