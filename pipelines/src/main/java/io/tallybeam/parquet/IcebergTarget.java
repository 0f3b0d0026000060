package io.tallybeam.parquet;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.PositionOutputStream;

/** A file of Iceberg's as Parquet wants it. */
record IcebergTarget(OutputFile file) implements org.apache.parquet.io.OutputFile {

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return of(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return of(file.createOrOverwrite());
  }

  private static PositionOutputStream of(org.apache.iceberg.io.PositionOutputStream stream) {
    return new DelegatingPositionOutputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }
    };
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
