package io.tallybeam.parquet;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of Iceberg's as Parquet wants it. Parquet writes its headers byte by byte: they are
 * gathered here, before each goes the way through the streams of a file system.
 */
record IcebergTarget(OutputFile file) implements org.apache.parquet.io.OutputFile {

  private static final int BUFFER_BYTES = 1 << 13;

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Gathered(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return new Gathered(file.createOrOverwrite());
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class Gathered extends PositionOutputStream {

    private final org.apache.iceberg.io.PositionOutputStream to;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int size;

    Gathered(org.apache.iceberg.io.PositionOutputStream to) {
      this.to = to;
    }

    @Override
    public long getPos() throws IOException {
      return to.getPos() + size;
    }

    @Override
    public void write(int value) throws IOException {
      if (size == bytes.length) {
        handOn();
      }
      bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (length > bytes.length - size) {
        handOn();
      }
      if (length > bytes.length) {
        to.write(from, offset, length);
      } else {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
      }
    }

    private void handOn() throws IOException {
      to.write(bytes, 0, size);
      size = 0;
    }

    @Override
    public void flush() throws IOException {
      handOn();
      to.flush();
    }

    @Override
    public void close() throws IOException {
      try (to) {
        handOn();
      }
    }
  }
}
