package io.tallybeam.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

  private static final String SERVICE = "META-INF/services/a.Service";

  @TempDir private Path folder;

  private Path jar(String name, Map<String, String> files) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(UTF_8));
        out.closeEntry();
      }
    }
    return jar;
  }

  private static String read(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<String> keptNames() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path keep(Path... jars) throws IOException {
    return StagedFiles.kept(List.of(jars), Files.createDirectories(folder.resolve("kept")));
  }

  @Test
  void findsInOneJarWhatWasFoundInSeveral() throws IOException {
    Path first =
        jar(
            "first.jar",
            Map.of(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\n",
                "META-INF/KEY.RSA",
                "signed",
                "both.txt",
                "of the first",
                "META-INF/versions/9/both.txt",
                "of the first, for 9",
                SERVICE,
                "first.Provider"));
    Path second =
        jar(
            "second.jar",
            Map.of(
                "both.txt",
                "of the second",
                "META-INF/versions/11/module-info.class",
                "module",
                "folder/",
                "",
                "folder/long.txt",
                "long ".repeat(10_000),
                SERVICE,
                "# a remark\nsecond.Provider\n"));
    try (JarFile merged = new JarFile(keep(first, second).toFile())) {
      assertThat(
          merged.stream().map(ZipEntry::getName).toList(),
          containsInAnyOrder(
              "META-INF/MANIFEST.MF",
              "both.txt",
              "META-INF/versions/9/both.txt",
              "folder/long.txt",
              SERVICE));
      assertThat(merged.isMultiRelease(), is(true));
      assertThat(read(merged, "both.txt"), is("of the first"));
      assertThat(read(merged, "folder/long.txt"), is("long ".repeat(10_000)));
      assertThat(
          read(merged, SERVICE).lines().filter(line -> !line.isEmpty()).toList(),
          contains("first.Provider", "# a remark", "second.Provider"));
    }
  }

  @Test
  void isMadeAgainOnlyWhenAJarHasChanged() throws IOException {
    Path first = jar("first.jar", Map.of("a", "1"));
    Path second = jar("second.jar", Map.of("b", "2"));
    Path kept = keep(first, second);
    FileTime made = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(kept, made);
    assertThat(keep(first, second), is(kept));
    assertThat(Files.getLastModifiedTime(kept), is(made));

    Files.setLastModifiedTime(second, made);
    Path renewed = keep(first, second);
    assertThat(renewed, not(kept));
    assertThat(keptNames(), contains(renewed.getFileName().toString()));
    assertThat(keep(second, first), not(renewed));
  }

  /** Of which Beam would make a jar elsewhere, and leave it there. */
  @Test
  void takesFoldersOfClassesToo() throws IOException {
    Path classes = folder.resolve("classes");
    Files.createDirectories(classes.resolve("META-INF/services"));
    Files.createDirectories(classes.resolve("a"));
    Files.writeString(classes.resolve("a/A.class"), "of the folder");
    Files.writeString(classes.resolve(SERVICE), "folder.Provider");
    Path jar = jar("first.jar", Map.of("a/A.class", "of the jar", SERVICE, "jar.Provider"));
    FileStagingOptions options = PipelineOptionsFactory.as(FileStagingOptions.class);
    options.setFilesToStage(List.of(classes.toString(), jar.toString()));

    StagedFiles.merge(options, Files.createDirectories(folder.resolve("kept")).toString());

    assertThat(options.getFilesToStage(), hasSize(1));
    Path kept = Path.of(options.getFilesToStage().get(0));
    try (JarFile merged = new JarFile(kept.toFile())) {
      assertThat(read(merged, "a/A.class"), is("of the folder"));
      assertThat(
          read(merged, SERVICE).lines().toList(), contains("folder.Provider", "jar.Provider"));
    }
    assertThat(keep(classes, jar), is(kept));
    Files.setLastModifiedTime(classes.resolve("a/A.class"), FileTime.fromMillis(1_000));
    assertThat(keep(classes, jar), not(kept));
  }

  @Test
  void removesWhatASubmissionLeftThatWasKilled() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Path old = Files.writeString(kept.resolve("staged-1.part"), "x");
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_000));
    Path young = Files.writeString(kept.resolve("staged-2.part"), "x");

    Path made = keep(jar("first.jar", Map.of("a", "1")), jar("second.jar", Map.of("b", "2")));

    assertThat(
        keptNames(),
        containsInAnyOrder(made.getFileName().toString(), young.getFileName().toString()));
  }

  @Test
  void leavesNothingBehindWhereAJarIsNone() throws IOException {
    Path none = Files.writeString(folder.resolve("none.jar"), "no jar");
    Path first = jar("first.jar", Map.of("a", "1"));
    assertThrows(IOException.class, () -> keep(first, none));
    assertThat(keptNames(), is(List.of()));
  }
}
