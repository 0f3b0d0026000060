package io.tallybeam.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlainFileTest {
  private static final int LONGEST = 500;

  @TempDir Path dir;

  @Test
  void linesAndProgressAddUpForAnySlicesOfALocalFile() throws IOException {
    byte[] content = content(20_000);
    Path path = Files.write(dir.resolve("events.ndjson"), content);
    check(ArchiveFile.of(path.toString(), content.length), content);
  }

  @Test
  void linesAndProgressAddUpWhereTheFileSystemCannotSeek() throws IOException {
    byte[] content = content(20_000);
    check(ArchiveFile.of(MemoryFileSystem.put("events.ndjson", content), content.length), content);
  }

  @Test
  void progressIsToldOnTheWay() throws IOException {
    byte[] content = content(20_000);
    Path path = Files.write(dir.resolve("events.ndjson"), content);
    RecordedLines sink = new RecordedLines();
    ArchiveFile file = ArchiveFile.of(path.toString(), content.length);
    new ArchiveReader(LONGEST, 1000).read(new ArchiveSlice(file, 5000, 15_000), sink);
    assertThat(sink.progress.size(), greaterThan(3));
    assertThat(sink.progressSum(), is(10_000L));
  }

  @Test
  void aLineOfOneMebibyteIsReadByDefault() throws IOException {
    byte[] content = ("a".repeat(1 << 20) + "\r\n" + "b".repeat((1 << 20) + 1)).getBytes(UTF_8);
    Path path = Files.write(dir.resolve("events.ndjson"), content);
    RecordedLines sink = new RecordedLines();
    ArchiveFile file = ArchiveFile.of(path.toString(), content.length);
    new ArchiveReader().read(new ArchiveSlice(file, 0, content.length), sink);
    assertThat(sink.lines, is(RecordedLines.expected(content, 1 << 20)));
  }

  @Test
  void aFileThatVanishedIsAnError() {
    Path path = dir.resolve("events.ndjson");
    fails(ArchiveFile.of(path.toString(), 10), path + ": cannot be read: ");
    Path packed = dir.resolve("events.ndjson.gz");
    InputException error =
        fails(ArchiveFile.of(packed.toString(), 10), packed + ": cannot be read: ");
    assertThat(error.mayPass(), is(false));
  }

  @Test
  void aFileThatChangedIsAnError() throws IOException {
    Path path = Files.writeString(dir.resolve("events.ndjson"), "{}\n");
    fails(ArchiveFile.of(path.toString(), 4), path + ": has changed");
    ArchiveFile larger = ArchiveFile.of(path.toString(), 100);
    ArchiveSlice behind = new ArchiveSlice(larger, 50, 100);
    RecordedLines sink = new RecordedLines();
    assertThrows(InputException.class, () -> new ArchiveReader().read(behind, sink));

    byte[] packed = Packed.bytes(Compression.GZIP, new byte[] {'{', '}'});
    Path gz = Files.write(dir.resolve("events.ndjson.gz"), packed);
    InputException error =
        fails(ArchiveFile.of(gz.toString(), packed.length - 1), gz + ": has changed");
    assertThat(error.mayPass(), is(false));
  }

  @Test
  void aFaultOfTheFileSystemWhileReadingIsAnErrorThatMayPass() throws IOException {
    byte[] content = content(5000);
    String plain = MemoryFileSystem.putBroken("broken.ndjson", content, 2500);
    InputException first =
        fails(
            ArchiveFile.of(plain, content.length), plain + ": cannot be read: the disk is on fire");
    assertThat(first.mayPass(), is(true));
    byte[] packed = Packed.bytes(Compression.GZIP, content);
    String gz = MemoryFileSystem.putBroken("broken.gz", packed, packed.length / 2);
    InputException second =
        fails(ArchiveFile.of(gz, packed.length), gz + ": cannot be read: the disk is on fire");
    assertThat(second.mayPass(), is(true));
  }

  /** A run that is stopped must not blame the file. */
  @Test
  void anInterruptIsNoFaultOfTheInput() throws IOException {
    Path path = Files.writeString(dir.resolve("events.ndjson"), "{}\n");
    ArchiveSlice slice = ArchiveFile.of(path.toString(), 3).slices(10).get(0);
    Thread.currentThread().interrupt();
    try {
      RecordedLines sink = new RecordedLines();
      UncheckedIOException e =
          assertThrows(UncheckedIOException.class, () -> new ArchiveReader().read(slice, sink));
      assertThat(e.getCause(), Matchers.instanceOf(ClosedByInterruptException.class));
    } finally {
      Thread.interrupted();
    }
  }

  private static InputException fails(ArchiveFile file, String message) {
    RecordedLines sink = new RecordedLines();
    ArchiveSlice slice = new ArchiveSlice(file, 0, file.size());
    InputException e =
        assertThrows(InputException.class, () -> new ArchiveReader().read(slice, sink));
    assertThat(e.getMessage(), startsWith(message));
    return e;
  }

  private static void check(ArchiveFile file, byte[] content) {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      RecordedLines sink = new RecordedLines();
      ArchiveReader reader = new ArchiveReader(LONGEST, 1 + random.nextInt(3000));
      for (ArchiveSlice slice : file.slices(200 + random.nextInt(10_000))) {
        long before = sink.progressSum();
        reader.read(slice, sink);
        assertThat(sink.progressSum() - before, is(slice.end() - slice.start()));
      }
      assertThat(sink.lines, is(RecordedLines.expected(content, LONGEST)));
    }
  }

  private static byte[] content(int size) {
    Random random = new Random(size);
    StringBuilder lines = new StringBuilder("\ufeff");
    while (lines.length() < size) {
      int length = random.nextInt(random.nextInt(50) == 0 ? 3000 : 300);
      lines.append("x".repeat(length)).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return lines.toString().getBytes(UTF_8);
  }
}
