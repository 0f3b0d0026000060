package io.tallybeam.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalListingTest {
  @TempDir Path dir;

  /** By what the walk is told, since root may list every folder. */
  @ParameterizedTest
  @CsvSource({
    "/*, ., true",
    "/*.gz, a, false",
    "/*/*.ndjson, a, true",
    "/a*/*.ndjson, b, false",
    "/a*/c/*.ndjson, ab/c, true",
    "/a*/c/*.ndjson, ab/d, false",
    "/a*/c/*.ndjson, ab/c/d, false",
    "/**, a/b/c, true",
    "/**.ndjson, a/b, true",
    "/a/**/*.ndjson, a/b, true",
    "/*/**/*.ndjson, a, true",
    "/a*/**/*.ndjson, b, false",
    "'/*/{b,c/d}/*.ndjson', a/c/d, true",
    "'/*.{ndjson,gz}', a, false",
    "/*.ndjson, a.ndjson, true"
  })
  void aFolderThatCannotBeListedIsRefusedWhereTheGlobLeadsThere(
      String glob, String folder, boolean refused) {
    LocalListing listing = new LocalListing(dir + glob);
    Path path = dir.resolve(folder).normalize();
    AccessDeniedException denied = new AccessDeniedException(path.toString());
    if (refused) {
      assertThat(
          assertThrows(InputException.class, () -> listing.visitFileFailed(path, denied))
              .getMessage(),
          is(path + ": cannot be listed: permission denied; allow it, or use a glob without it"));
    } else {
      assertThat(listing.visitFileFailed(path, denied), is(FileVisitResult.CONTINUE));
    }
  }

  @Test
  void aLockedFolderIsRefused() throws IOException {
    write("a/1.ndjson");
    Path locked = write("b/1.ndjson").getParent();
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(locked), "root may list every folder");
      assertThat(failure("/*/*.ndjson"), startsWith(locked + ": cannot be listed"));
      assertDoesNotThrow(() -> ArchiveFiles.match(List.of(dir + "/a*/*")));
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aNameThatCannotBeDecodedIsRefused() throws Exception {
    String why =
        ": has a name that cannot be decoded; set LC_ALL to a locale of its encoding, such as"
            + " C.UTF-8, or rename it";
    write("1.ndjson");
    write("plain/1.ndjson");
    shell("mkdir \"$(printf 'x\\377')\" && : > \"$(printf 'x\\377')/1.txt\"");
    assertThat(failure("/*/*.ndjson"), endsWith(why));
    assertThat(failure("/**.ndjson"), endsWith(why));
    assertPasses("/*.ndjson");
    assertPasses("/p*/*.ndjson");
    shell(": > \"$(printf 'caf\\351.ndjson')\"");
    assertThat(failure("/*.ndjson"), is(dir + "/caf\uFFFD.ndjson" + why));
    assertPasses("/1*.ndjson");
  }

  @Test
  void aLinkToNothingIsRefused() throws IOException {
    String why = ": is a link to what cannot be found; mend or remove it";
    write("1.ndjson");
    write("a/1.ndjson");
    Path gone = Files.createSymbolicLink(dir.resolve("2.ndjson"), Path.of("gone"));
    assertThat(failure("/*.ndjson"), is(gone + why));
    assertThat(failure("/*/*"), is(gone + why));
    assertPasses("/1*");
    assertPasses("/a/*");
  }

  /** Emacs' locks are such. */
  @Test
  void aLinkToNothingIsNoMatterWhereItsNameIsLeftOut() throws IOException {
    write("1.ndjson");
    Files.createSymbolicLink(dir.resolve(".#1.ndjson"), Path.of("gone"));
    assertPasses("/*.ndjson");
    assertPasses("/**");
  }

  @Test
  void linksToFilesAndFoldersAreFollowed() throws IOException {
    write("real/deep/1.ndjson");
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("2.ndjson"), Path.of("real/deep/1.ndjson"));
    assertThat(ArchiveFiles.match(List.of(dir + "/**.ndjson")).files().size(), is(3));
  }

  @Test
  void aLoopIsRefusedWhereItsFilesWouldBeReadAgain() throws IOException {
    write("a/1.ndjson");
    Path loop = Files.createSymbolicLink(dir.resolve("a/loop"), dir);
    assertPasses("/*/*.ndjson");
    assertThat(
        failure("/**.ndjson"),
        is(loop + ": is a link to a folder above it; use a glob without it"));
  }

  @Test
  void whatIsNoFileIsLeftOut() throws Exception {
    write("1.ndjson");
    shell("mkfifo 2.ndjson");
    assertPasses("/*.ndjson");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory:/dir/*", "gs://bucket/*", "s3a://bucket/*"})
  void whatIsElsewhereIsNotWalked(String glob) {
    assertDoesNotThrow(() -> LocalListing.check(glob));
  }

  private void assertPasses(String glob) {
    assertDoesNotThrow(() -> ArchiveFiles.match(List.of(dir + glob)));
  }

  private String failure(String glob) {
    String message =
        assertThrows(InputException.class, () -> LocalListing.check("file:" + dir + glob))
            .getMessage();
    assertThat(
        assertThrows(InputException.class, () -> LocalListing.check(dir + glob)).getMessage(),
        is(message));
    return message;
  }

  /** Java cannot make every name, nor pipes. */
  private void shell(String command) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", command).directory(dir.toFile()).start();
    assertThat(shell.waitFor(), is(0));
  }

  private Path write(String name) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "{}\n");
  }
}
