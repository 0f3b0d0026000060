package io.tallybeam.backfill;

import io.tallybeam.archive.ArchiveReader;
import io.tallybeam.archive.ArchiveSlice;
import io.tallybeam.archive.EventLines;
import io.tallybeam.archive.InputException;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.fold.EventReader;
import io.tallybeam.launch.ReadCounts;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads the events of archive slices.
 *
 * @param maxLineBytes the longest line that is read
 * @param runId the run whose {@link ReadCounts} go up
 */
record ArchiveEvents(int maxLineBytes, String runId) implements EventReader<ArchiveSlice> {

  @Override
  public Origin origin(ArchiveSlice slice, long position) {
    return new Origin(slice.file().path(), position);
  }

  @Override
  public void read(ArchiveSlice slice, Events events) throws IOException {
    Lines lines = new Lines(events, ReadCounts.of(runId));
    try {
      new ArchiveReader(maxLineBytes).read(slice, lines);
      lines.progress(0);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (InputException e) {
      throw e.mayPass() ? e : FinalFailure.from(e);
    }
  }

  private static final class Lines implements EventLines {
    private final Events events;
    private final ReadCounts counts;
    private long sinceProgress;

    Lines(Events events, ReadCounts counts) {
      this.events = events;
      this.counts = counts;
    }

    @Override
    public void line(byte[] buffer, int offset, int length, long position) {
      sinceProgress++;
      try {
        events.event(buffer, offset, length, position);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void tooLong(byte[] prefix, int offset, int length, long position, long totalLength) {
      sinceProgress++;
      try {
        events.tooLong(prefix, offset, length, position, totalLength);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void progress(long bytesOfFile) {
      counts.add(bytesOfFile, sinceProgress);
      sinceProgress = 0;
    }
  }
}
