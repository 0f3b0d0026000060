package io.tallybeam.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Reads the lines of slices, one slice after the other. It keeps its buffer between them and is for
 * one thread at a time.
 */
public final class ArchiveReader {
  /** The bytes of the longest line that is read, unless said otherwise. */
  public static final int MAX_LINE_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 1 << 18;

  private final LineReader lines;

  /** Reads lines of up to {@value #MAX_LINE_BYTES} bytes. */
  public ArchiveReader() {
    this(MAX_LINE_BYTES);
  }

  /** Reads lines of up to {@code maxLineBytes} bytes, without their line ends. */
  public ArchiveReader(int maxLineBytes) {
    this(maxLineBytes, CHUNK_BYTES);
  }

  ArchiveReader(int maxLineBytes, int chunkBytes) {
    // So that no sum of lengths overflows.
    if (maxLineBytes < 1 || maxLineBytes > 1 << 28) {
      throw new IllegalArgumentException("lines of " + maxLineBytes + " bytes");
    }
    lines = new LineReader(maxLineBytes, chunkBytes);
  }

  /**
   * Hands the lines of a slice to the sink.
   *
   * @throws InputException if the file cannot be read, is not what its extension says, is cut off
   *     or damaged, or has changed since it was matched; lines may have been handed out before
   */
  public void read(ArchiveSlice slice, EventLines sink) {
    ArchiveFile file = slice.file();
    try (ChannelStream stored = ChannelStream.open(file.path())) {
      read(slice, stored, sink);
    } catch (ClosedByInterruptException e) {
      // The run is being stopped: nothing is wrong with the file.
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw InputException.ofStorage(file.path(), e);
    }
  }

  private void read(ArchiveSlice slice, ChannelStream stored, EventLines sink) throws IOException {
    Compression compression = slice.file().compression();
    Progress progress = new Progress(slice, stored, sink);
    if (compression == Compression.PLAIN) {
      stored.advance(Math.max(0, slice.start() - 1));
      lines.read(stored, slice.start(), slice.end(), sink, progress);
    } else {
      try (InputStream plain = compression.decompress(stored)) {
        lines.read(plain, 0, Long.MAX_VALUE, sink, progress);
      } catch (IOException e) {
        if (stored.failed()) {
          throw e;
        }
        String problem =
            stored.ended()
                ? endsEarly(compression)
                : "not " + compression.label() + " data, or damaged: " + InputException.reason(e);
        throw new InputException(slice.file().path(), problem, e);
      }
    }
    boolean whole = compression != Compression.PLAIN;
    if (stored.position() < slice.end() || (whole && stored.position() > slice.end())) {
      throw new InputException(slice.file().path(), "has changed while it was read; run again");
    }
  }

  /** What is wrong with a compressed file that ends before its data does. */
  static String endsEarly(Compression compression) {
    return "the " + compression.label() + " data ends early (truncated file?)";
  }

  /** Tells the sink which bytes of the slice were read since the last time. */
  private static final class Progress implements Runnable {
    private final ArchiveSlice slice;
    private final ChannelStream stored;
    private final EventLines sink;
    private long reported;

    Progress(ArchiveSlice slice, ChannelStream stored, EventLines sink) {
      this.slice = slice;
      this.stored = stored;
      this.sink = sink;
      this.reported = slice.start();
    }

    @Override
    public void run() {
      long now = Math.min(stored.position(), slice.end());
      if (now > reported) {
        sink.progress(now - reported);
        reported = now;
      }
    }
  }
}
