package io.tallybeam.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveFilesTest {
  @TempDir Path dir;

  @Test
  void overlappingGlobsGiveEachFileOnceInTheOrderOfPaths() throws IOException {
    write("b.ndjson", "{}\n");
    write("a.ndjson", "");
    write("sub/c.ndjson", "{}");
    write("z.txt", "no");
    List<ArchiveFile> files =
        ArchiveFiles.match(
                List.of(
                    dir + "/sub/*", dir + "/*.ndjson", "file:" + dir + "/b.*", dir + "/a.ndjson"))
            .files();
    assertThat(
        files,
        is(
            List.of(
                new ArchiveFile(dir + "/a.ndjson", 0, Compression.PLAIN),
                new ArchiveFile(dir + "/b.ndjson", 3, Compression.PLAIN),
                new ArchiveFile(dir + "/sub/c.ndjson", 2, Compression.PLAIN))));
  }

  @Test
  void twoNamesOfOneFolderAreOneFile() throws IOException {
    write("a.ndjson", "{}\n");
    write("sub/c.ndjson", "{}");
    assertThat(
        names(dir + "/*.ndjson", dir + "/sub/../*.ndjson", dir + "/./a.ndjson"),
        is(List.of("a.ndjson")));
  }

  @Test
  void oneStarStaysInItsFolderAndTwoGoDown() throws IOException {
    write("a.ndjson", "{}\n");
    write("sub/b.ndjson", "{}\n");
    write("sub/deep/c.ndjson", "{}\n");
    assertThat(names(dir + "/*"), is(List.of("a.ndjson")));
    assertThat(names(dir + "/*/*"), is(List.of("sub/b.ndjson")));
    assertThat(names(dir + "/**"), is(List.of("a.ndjson", "sub/b.ndjson", "sub/deep/c.ndjson")));
    assertThat(names(dir + "/**/*.ndjson"), is(List.of("sub/b.ndjson", "sub/deep/c.ndjson")));
    assertThat(
        names(dir + "/**.ndjson"), is(List.of("a.ndjson", "sub/b.ndjson", "sub/deep/c.ndjson")));
  }

  @Test
  void aFileWhoseNameLooksLikeAGlobIsThatFile() throws IOException {
    write("events[1].ndjson", "{}\n");
    write("events1.ndjson", "{}\n");
    assertThat(names(dir + "/events[1].ndjson"), is(List.of("events[1].ndjson")));
    RecordedLines sink = new RecordedLines();
    ArchiveFile file = ArchiveFiles.match(List.of(dir + "/events[1].ndjson")).files().get(0);
    new ArchiveReader().read(file.slices(10).get(0), sink);
    assertThat(sink.lines.size(), is(1));
  }

  @Test
  void aGlobThatMatchesNothingIsNamed() throws IOException {
    write("a.ndjson", "{}\n");
    String hint = ": no file matches; check the path, or quote the glob";
    for (String glob : List.of("/*.gz", "/b.ndjson", "/none/*", "/none/deep/*.gz", "/none/**")) {
      assertThat(failure(dir + "/a.ndjson", dir + glob), is(dir + glob + hint));
    }
  }

  @Test
  void aDirectoryIsRefusedWithAHint() throws IOException {
    Files.createDirectory(dir.resolve("sub"));
    String hint = ": is a directory; to read the files in it, use " + dir + "/sub/*";
    assertThat(failure(dir + "/sub"), is(dir + "/sub" + hint));
    assertThat(failure(dir + "/sub/"), is(dir + "/sub/" + hint));
    assertThat(failure(dir + "/sub/*"), containsString("/sub/*: no file matches"));
    assertThat(failure(dir + "/*"), containsString("/*: no file matches"));
  }

  @Test
  void directoriesAmongTheMatchesAreSkipped() {
    MemoryFileSystem.put("dir/a/", new byte[0]);
    MemoryFileSystem.put("dir/b.ndjson", "{}".getBytes(UTF_8));
    assertThat(
        ArchiveFiles.match(List.of("memory:/dir/*")).files(),
        is(List.of(ArchiveFile.of("memory:/dir/b.ndjson", 2))));
  }

  @Test
  void aGlobThatIsNoneIsNamed() {
    assertThat(failure(dir + "/[a"), containsString(dir + "/[a: is no valid glob: "));
    assertThat(failure("nowhere://bucket/*"), containsString("nowhere://bucket/*: is no valid"));
    assertThat(failure("nowhere://bucket/*"), containsString("scheme nowhere"));
    assertThat(failure(" "), containsString("an empty name"));
    assertThat(failure(), containsString("none is given"));
  }

  @Test
  void aNameThatBeginsWithADotOrAnUnderscoreIsLeftOutUnlessWrittenOut() throws IOException {
    write("a.ndjson", "{}");
    write("_b.ndjson", "{}");
    Path crc = write(".a.ndjson.crc", "crc");
    Path success = write("out/_SUCCESS", "");
    ArchiveMatch all = ArchiveFiles.match(List.of(dir + "/*", dir + "/_b.ndjson"));
    assertThat(all.files().size(), is(2));
    assertThat(all.leftOut(), is(List.of(crc.toString())));
    assertThat(names(success.toString()), is(List.of("out/_SUCCESS")));
    assertThat(
        failure(dir + "/*/*"),
        is(
            dir
                + "/*/*: matches only files whose names begin with . or _, which wildcards leave"
                + " out; begin the glob of their names with it"));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    String path = MemoryFileSystem.putBroken("locked.ndjson", "{}".getBytes(UTF_8), 0);
    assertThat(failure(path), is(path + ": cannot be read: the disk is on fire"));
  }

  /** Each waits for the storage: an archive of months is tens of thousands of them. */
  @Test
  void filesAreLookedAtSeveralAtOnce() {
    MemoryFileSystem.meetAt("together/", 4);
    for (int i = 0; i < 8; i++) {
      MemoryFileSystem.put("together/" + i + ".ndjson", "{}".getBytes(UTF_8));
    }
    assertThat(ArchiveFiles.match(List.of("memory:/together/*")).files().size(), is(8));
  }

  @Test
  void ofSeveralThatCannotBeReadTheFirstIsNamed() {
    MemoryFileSystem.put("several/000.ndjson", "{}".getBytes(UTF_8));
    for (int i = 100; i < 200; i++) {
      MemoryFileSystem.putBroken("several/" + i + ".ndjson", "{}".getBytes(UTF_8), 0);
    }
    assertThat(
        failure("memory:/several/*"),
        is("memory:/several/100.ndjson: cannot be read: the disk is on fire"));
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    MemoryFileSystem.meetAt("alone/", 2);
    String path = MemoryFileSystem.put("alone/a.ndjson", "{}".getBytes(UTF_8));
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, () -> ArchiveFiles.match(List.of(path)));
    assertThat(Thread.interrupted(), is(true));
  }

  @Test
  void whatHasBytesButNoSizeIsRefused() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(status));
    assertThat(
        failure(status.toString()), is(status + ": has no size; copy it to a regular file first"));
  }

  @Test
  void contentThatContradictsTheExtensionIsRefused() throws IOException {
    byte[] line = "{}\n".getBytes(UTF_8);
    for (Compression compression : Compression.values()) {
      if (compression == Compression.PLAIN) {
        continue;
      }
      byte[] packed = Packed.bytes(compression, line);
      String label = compression.label();
      String extension = compression.extension();
      Path good = Files.write(dir.resolve("good" + extension), packed);
      assertThat(ArchiveFiles.match(List.of(good.toString())).files().size(), is(1));
      Path plain = Files.write(dir.resolve("plain.ndjson"), packed);
      assertThat(
          failure(plain.toString()),
          is(plain + ": is " + label + " data; unpack it, or name it *" + extension));
      Path text = write("text" + extension, "{\"a\":1}\n");
      assertThat(
          failure(text.toString()), is(text + ": is not " + label + " data; fix its extension"));
      for (int length = 0; length < 2; length++) {
        Path cut = Files.write(dir.resolve("cut" + extension), Arrays.copyOf(packed, length));
        assertThat(failure(cut.toString()), containsString(label + " data ends early"));
      }
    }
  }

  @Test
  void aMessageIsOneLineWhateverTheName() {
    assertThat(
        failure("a\nb\r\u0007c"), is("a b c: no file matches; check the path, or quote the glob"));
  }

  private List<String> names(String... globs) {
    List<String> names = new ArrayList<>();
    for (ArchiveFile file : ArchiveFiles.match(List.of(globs)).files()) {
      names.add(dir.relativize(Path.of(file.path())).toString());
    }
    return names;
  }

  private static String failure(String... globs) {
    return assertThrows(InputException.class, () -> ArchiveFiles.match(List.of(globs)))
        .getMessage();
  }

  private Path write(String name, String content) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
