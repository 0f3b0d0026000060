package io.tallybeam.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchiveFileTest {

  @ParameterizedTest
  @CsvSource({
    "events.ndjson, PLAIN",
    "events, PLAIN",
    "dir.gz/events.json, PLAIN",
    "events.gz.tmp, PLAIN",
    "eventsgz, PLAIN",
    "events.ndjson.gz, GZIP",
    "events.GZ, GZIP",
    "events.zst, ZSTD",
    "EVENTS.ZST, ZSTD",
    "events.bz2, BZIP2",
    "events.Bz2, BZIP2",
  })
  void theExtensionSaysHowAFileIsCompressed(String path, Compression compression) {
    assertThat(ArchiveFile.of(path, 1).compression(), is(compression));
  }

  @Test
  void slicesOfAPlainFileTouchAndCoverIt() {
    for (long size = 0; size < 40; size++) {
      for (long sliceBytes = 1; sliceBytes < 45; sliceBytes++) {
        long at = 0;
        for (ArchiveSlice slice : ArchiveFile.of("a", size).slices(sliceBytes)) {
          assertThat(slice.start(), is(at));
          assertThat(slice.end() - at, lessThanOrEqualTo(sliceBytes));
          assertThat(slice.end() > at, is(true));
          at = slice.end();
        }
        assertThat(at, is(size));
      }
    }
  }

  @Test
  void slicesOfAVeryLargeFileDoNotOverflow() {
    ArchiveFile file = ArchiveFile.of("a", Long.MAX_VALUE);
    List<ArchiveSlice> slices = file.slices(Long.MAX_VALUE - 1);
    assertThat(slices.size(), is(2));
    assertThat(slices.get(1), is(new ArchiveSlice(file, Long.MAX_VALUE - 1, Long.MAX_VALUE)));
  }

  @Test
  void aCompressedFileIsOneSliceAlsoIfItIsEmpty() {
    for (long size : new long[] {0, 1, 1000}) {
      ArchiveFile file = ArchiveFile.of("a.gz", size);
      assertThat(file.slices(10), is(List.of(new ArchiveSlice(file, 0, size))));
    }
  }

  @Test
  void whatIsNoSliceIsRefused() {
    ArchiveFile plain = ArchiveFile.of("a", 10);
    assertThrows(IllegalArgumentException.class, () -> plain.slices(0));
    assertThrows(IllegalArgumentException.class, () -> new ArchiveSlice(plain, -1, 5));
    assertThrows(IllegalArgumentException.class, () -> new ArchiveSlice(plain, 6, 5));
    assertThrows(IllegalArgumentException.class, () -> new ArchiveSlice(plain, 0, 11));
    ArchiveFile packed = ArchiveFile.of("a.gz", 10);
    assertThrows(IllegalArgumentException.class, () -> new ArchiveSlice(packed, 0, 5));
    assertThrows(IllegalArgumentException.class, () -> new ArchiveSlice(packed, 5, 10));
  }

  @Test
  void aSliceTravels() {
    ArchiveSlice slice = new ArchiveSlice(ArchiveFile.of("a", 10), 2, 5);
    assertThat(SerializableUtils.clone(slice), is(slice));
  }
}
