package io.tallybeam.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class CompressedFileTest {
  private static final byte[] FIRST = "one\n\ntwo\r\nthree, cut".getBytes(UTF_8);
  private static final byte[] SECOND = " by a boundary\nfour\n".getBytes(UTF_8);
  private static final byte[] EMPTY = new byte[0];

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void severalMembersAreOneStream(Compression compression) throws IOException {
    byte[] all =
        Packed.concat(
            Packed.bytes(compression, EMPTY),
            Packed.bytes(compression, FIRST),
            Packed.bytes(compression, EMPTY),
            Packed.bytes(compression, SECOND),
            Packed.bytes(compression, EMPTY));
    RecordedLines sink = read(write(compression, all));
    byte[] plain = Packed.concat(FIRST, SECOND);
    assertThat(sink.lines, is(RecordedLines.expected(plain, ArchiveReader.MAX_LINE_BYTES)));
    assertThat(sink.progressSum(), is((long) all.length));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void manyLinesOverManyMembersInUpperCase(Compression compression) throws IOException {
    Random random = new Random(3);
    byte[] plain = EMPTY;
    byte[] all = EMPTY;
    for (int member = 0; member < 30; member++) {
      byte[] part = new byte[random.nextInt(50_000)];
      for (int i = 0; i < part.length; i++) {
        part[i] = (byte) (random.nextInt(100) == 0 ? '\n' : random.nextInt(256));
      }
      plain = Packed.concat(plain, part);
      all = Packed.concat(all, Packed.bytes(compression, part));
    }
    Path file = dir.resolve("events.ndjson" + compression.extension().toUpperCase(Locale.ROOT));
    Files.write(file, all);
    RecordedLines sink = read(file);
    assertThat(sink.lines, is(RecordedLines.expected(plain, ArchiveReader.MAX_LINE_BYTES)));
    assertThat(sink.progressSum(), is((long) all.length));
    assertThat(sink.progress.size(), greaterThan(1));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void nothingCompressedIsNoLine(Compression compression) throws IOException {
    byte[] packed = Packed.bytes(compression, EMPTY);
    RecordedLines sink = read(write(compression, packed));
    assertThat(sink.lines, is(List.of()));
    assertThat(sink.progressSum(), is((long) packed.length));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void cutOffAnywhereIsAnErrorThatNamesTheFile(Compression compression) throws IOException {
    byte[] first = Packed.bytes(compression, FIRST);
    byte[] all = Packed.concat(first, Packed.bytes(compression, SECOND));
    for (int length = 0; length < all.length; length++) {
      if (length == first.length) {
        continue; // a whole member, which nothing tells from a file of one
      }
      Path file = write(compression, Arrays.copyOf(all, length));
      InputException e = assertThrows(InputException.class, () -> read(file), "cut at " + length);
      String problem = "the " + compression.label() + " data ends early (truncated file?)";
      assertThat("cut at " + length, e.getMessage(), is(file + ": " + problem));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void aLargeFileCutOffAtManyPlacesIsAnError(Compression compression) throws IOException {
    byte[] plain = new byte[600_000];
    new Random(5).nextBytes(plain);
    byte[] all = Packed.bytes(compression, plain);
    Random random = new Random(6);
    for (int round = 0; round < 8; round++) {
      Path file = write(compression, Arrays.copyOf(all, random.nextInt(all.length)));
      InputException e = assertThrows(InputException.class, () -> read(file));
      assertThat(e.getMessage(), containsString("ends early"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void whatFollowsTheDataIsAnError(Compression compression) throws IOException {
    byte[] packed = Packed.bytes(compression, FIRST);
    for (byte filler : new byte[] {0, '\n', 'x', (byte) 0xff, packed[0]}) {
      for (int length = 1; length < 30; length++) {
        byte[] garbage = new byte[length];
        Arrays.fill(garbage, filler);
        Path file = write(compression, Packed.concat(packed, garbage));
        InputException e = assertThrows(InputException.class, () -> read(file));
        assertThat(e.getMessage(), startsWith(file + ": "));
        assertThat(e.getMessage(), anyOf(containsString("damaged"), containsString("ends early")));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void otherContentThanTheExtensionSaysIsAnError(Compression compression) throws IOException {
    Path text = write(compression, "{\"tenant_id\":\"a\"}\n".getBytes(UTF_8));
    InputException e = assertThrows(InputException.class, () -> read(text));
    assertThat(
        e.getMessage(), startsWith(text + ": not " + compression.label() + " data, or damaged: "));
    for (Compression other : Compression.values()) {
      if (other != compression && other != Compression.PLAIN) {
        Path file = write(compression, Packed.bytes(other, FIRST));
        assertThrows(InputException.class, () -> read(file));
      }
    }
  }

  /** Damage is found, or lies where it does not matter, such as the time in the gzip header. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void oneDamagedByteNeverChangesALine(Compression compression) throws IOException {
    byte[] whole = Packed.bytes(compression, FIRST);
    List<RecordedLines.Line> expected = RecordedLines.expected(FIRST, ArchiveReader.MAX_LINE_BYTES);
    int found = 0;
    for (int i = 0; i < whole.length; i++) {
      for (int change = 1; change < 256; change += change < 4 ? 1 : 51) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        Path file = write(compression, damaged);
        try {
          assertThat(i + " ^ " + change, read(file).lines, is(expected));
        } catch (InputException e) {
          assertThat(e.getMessage(), startsWith(file + ": "));
          found++;
        }
      }
    }
    assertThat(found, greaterThan(whole.length));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PLAIN", "BZIP2"})
  void aBombIsReadInLittleMemory(Compression compression) throws IOException {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) '0');
    long size = 64L << 20;
    Path file = dir.resolve("bomb" + compression.extension());
    try (OutputStream out = Packed.stream(compression, Files.newOutputStream(file))) {
      for (long written = 0; written < size; written += piece.length) {
        out.write(piece);
      }
      out.write("\n{}\n".getBytes(UTF_8));
    }
    assertThat("it is a bomb", Files.size(file) * 900, lessThanOrEqualTo(size));
    RecordedLines sink = new RecordedLines();
    new ArchiveReader(1000).read(slice(file), sink);
    String prefix = "0".repeat(1000);
    assertThat(
        sink.lines,
        is(
            List.of(
                new RecordedLines.Line(0, prefix, size),
                new RecordedLines.Line(size + 1, "{}", 2))));
    assertThat(sink.largestBuffer, lessThanOrEqualTo(1 << 19));
    assertThat(sink.progressSum(), is(Files.size(file)));
  }

  @Test
  void zstdFramesToBeSkippedAreSkipped() throws IOException {
    byte[] skipped = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', '\n', 'x'};
    byte[] frame = Packed.bytes(Compression.ZSTD, FIRST);
    Path file = write(Compression.ZSTD, Packed.concat(skipped, frame, skipped));
    List<RecordedLines.Line> expected = RecordedLines.expected(FIRST, ArchiveReader.MAX_LINE_BYTES);
    assertThat(read(file).lines, is(expected));
    assertThat(ArchiveFiles.match(List.of(file.toString())).files().size(), is(1));
    Path cut = write(Compression.ZSTD, Packed.concat(frame, Arrays.copyOf(skipped, 10)));
    assertThrows(InputException.class, () -> read(cut));
  }

  @Test
  void aZstdFrameThatWantsTooMuchMemoryIsRefused() throws IOException {
    byte[] windowOfTerabytes = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xf8, 1, 0, 0};
    Path file = write(Compression.ZSTD, windowOfTerabytes);
    InputException e = assertThrows(InputException.class, () -> read(file));
    assertThat(e.getMessage(), containsString("Frame requires too much memory"));
  }

  private Path write(Compression compression, byte[] stored) throws IOException {
    return Files.write(dir.resolve("events.ndjson" + compression.extension()), stored);
  }

  private static RecordedLines read(Path file) throws IOException {
    RecordedLines sink = new RecordedLines();
    new ArchiveReader(ArchiveReader.MAX_LINE_BYTES, 1 << 10).read(slice(file), sink);
    return sink;
  }

  private static ArchiveSlice slice(Path file) throws IOException {
    List<ArchiveSlice> slices = ArchiveFile.of(file.toString(), Files.size(file)).slices(1);
    assertThat(slices.size(), is(1));
    return slices.get(0);
  }
}
