package io.tallybeam.parquet;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of Iceberg's as Parquet wants it.
 *
 * @param file is not there
 */
record IcebergTarget(OutputFile file) implements org.apache.parquet.io.OutputFile {

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    org.apache.iceberg.io.PositionOutputStream stream = file.create();
    return new DelegatingPositionOutputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
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
