package io.tallybeam.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Pages as zstd frames. Parquet's own compressor makes a stream for each page, whose tables are
 * those of any length; this one keeps its memory, and tables as small as a page is.
 */
final class ZstdPages implements BytesInputCompressor {

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private byte[] frame = new byte[0];

  ZstdPages(int level) {
    zstd.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput page) throws IOException {
    ByteBuffer bytes = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), buffer -> {});
    int length = bytes.remaining();
    int bound = Math.toIntExact(Zstd.compressBound(length));
    if (frame.length < bound) {
      frame = new byte[bound];
    }
    int start = bytes.arrayOffset() + bytes.position();
    int size = zstd.compressByteArray(frame, 0, frame.length, bytes.array(), start, length);
    return BytesInput.from(frame, 0, size);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    zstd.close();
  }
}
