package io.tallybeam.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code runners/run} and {@code package} in a copy of the tree, with a Maven and a Java that only
 * say what they do.
 */
@DisabledOnOs(OS.WINDOWS)
final class RunScriptTest {

  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "touch");

  @TempDir Path folder;
  private Path root;
  private Path bin;
  private Path builds;
  private Path starts;

  private record Outcome(int exit, List<String> out, List<String> err) {}

  @BeforeEach
  void copyTheTree() throws IOException {
    root = folder.resolve("a tree");
    for (String path :
        List.of("transforms", "pipelines/src/main", "runners/direct/src/main/resources")) {
      Files.createDirectories(root.resolve(path));
    }
    for (String file :
        List.of(
            "pom.xml",
            "runners/direct/pom.xml",
            "runners/direct/src/main/resources/main-class",
            "pipelines/src/main/A.java")) {
      Files.writeString(root.resolve(file), "");
    }
    for (String script : List.of("run", "package", "java.sh")) {
      Files.copy(
          Path.of("..", script).toAbsolutePath().normalize(),
          root.resolve("runners").resolve(script));
    }
    bin = Files.createDirectory(folder.resolve("bin"));
    builds = Files.writeString(folder.resolve("builds"), "");
    tool(
        bin,
        "mvn",
        "echo \"$*\" >> \"$BUILDS\"",
        "if [[ \" $* \" == *' clean '* ]]; then rm -rf \"$ROOT\"/target \"$ROOT\"/runners/*/target; fi",
        // Runners share modules: no other may build now.
        "lock=\"$ROOT/runners/target/build.lock\"",
        "if [[ ! -e \"$lock\" ]] || flock --nonblock \"$lock\" true; then exit 9; fi",
        "mkdir -p \"$ROOT/runners/direct/target/package\"",
        "touch \"$ROOT/runners/direct/target/package/\"{tallybeam.jar,bom.cdx.json}",
        "mkdir -p \"$ROOT/runners/direct/target/classes\"",
        "touch \"$ROOT/ours.jar\"",
        "echo some.Main > \"$ROOT/runners/direct/target/classes/main-class\"",
        "echo \"$ROOT/ours.jar:${LIBRARY:-some.jar}\" > \"$ROOT/runners/direct/target/classpath\"",
        // A clock of files ticks every few milliseconds: touched once it may be as old as the
        // start.
        "while [[ -n \"${EDIT:-}\" && ! \"$EDIT\" -nt \"$ROOT/runners/direct/target/built.started\" ]]",
        "do touch \"$EDIT\"; done",
        "exit ${MVN_EXIT:-0}");
    starts = Files.writeString(folder.resolve("starts"), "");
    tool(
        bin,
        "java",
        "if [[ \"$1\" == -version ]]; then echo 'openjdk version \"17.0.1\"' >&2; exit; fi",
        "echo \"$*\" >> \"$STARTS\"",
        "if [[ \" $* \" =~ ' -XX:DumpLoadedClassList='([^ ]*' tree'[^ ]*) ]]; then",
        "  if [[ -n \"${INTERRUPT:-}\" ]]; then kill -INT $PPID; exit 130; fi",
        "  printf '%s\\n' a/Class '@lambda-form-invoker x' '@lambda-proxy y' > \"${BASH_REMATCH[1]}\"; exit",
        "fi",
        "if [[ \" $* \" =~ ' -Xshare:dump '.*-XX:SharedClassListFile=([^ ]*' tree'[^ ]*)' '"
            + "-XX:SharedArchiveFile=([^ ]*' tree'[^ ]*) ]]; then",
        "  cat \"${BASH_REMATCH[1]}\" > \"${BASH_REMATCH[2]}\"; exit",
        "fi",
        "printf '%s\\n' \"$@\"",
        "exit ${JAVA_EXIT:-0}");
  }

  @Test
  void helpNeedsNoBuild() throws Exception {
    for (String[] args : new String[][] {{}, {"--help"}, {"-h"}}) {
      Outcome outcome = run(Map.of(), args);

      assertThat(outcome.exit, is(0));
      assertThat(outcome.err, is(empty()));
      assertThat(outcome.out.get(0), startsWith("Usage: runners/run"));
      assertThat(outcome.out, hasItem("Runners here: direct "));
    }
    assertThat(Files.readAllLines(builds), is(empty()));
  }

  @Test
  void namesARunnerThatIsNotThereInOneLine() throws Exception {
    for (String runner : List.of("", "spark", "../direct", "Direct", "direct/", "-x", "a b")) {
      Outcome outcome = run(Map.of(), runner, "backfill");

      assertThat(outcome.exit, is(2));
      assertThat(outcome.out, is(empty()));
      assertThat(outcome.err, hasSize(1));
      assertThat(outcome.err.get(0), startsWith("error: no runner '" + runner + "' here"));
    }
    assertThat(Files.readAllLines(builds), is(empty()));
  }

  /** A JVM does not start with two. */
  @Test
  void takesTheCollectorThatIsAskedFor() throws Exception {
    for (String usual : List.of("", "-XX:+UseDynamicNumberOfGCThreads")) {
      assertThat(
          run(Map.of("TALLYBEAM_JAVA_OPTS", usual), "direct", "backfill").out,
          hasItem("-XX:+UseParallelGC"));
    }
    for (String asked : List.of("-XX:+UseG1GC", "-XX:+UseZGC -Xmx7g")) {
      Outcome outcome = run(Map.of("TALLYBEAM_JAVA_OPTS", asked), "direct", "backfill");

      assertThat(outcome.out, hasItem(asked.split(" ", 2)[0]));
      assertThat(outcome.out, not(hasItem("-XX:+UseParallelGC")));
    }
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      assertThat(
          run(Map.of(variable, "-XX:+UseSerialGC"), "direct", "backfill").out,
          not(hasItem("-XX:+UseParallelGC")));
    }
  }

  /** What an archiving that was killed has left is no trouble. */
  @Test
  void startsBehindAnArchivingThatWasKilled() throws Exception {
    Path left = root.resolve("runners/direct/target/libraries.jsa.77.warehouse/metadata");
    Files.createDirectories(left);

    assertThat(run(Map.of(), "direct", "backfill").exit, is(0));
    assertThat(Files.exists(left), is(false));
  }

  @Test
  void handsTheArgumentsOnAsTheyAre() throws Exception {
    Outcome outcome =
        run(
            Map.of("TALLYBEAM_JAVA_OPTS", "-Xmx7g -Dx=y"),
            "direct",
            "backfill",
            "--input=a b/*.gz",
            "--namespace=$HOME",
            "");

    assertThat(outcome.exit, is(0));
    assertThat(outcome.out, hasItems("-Xmx7g", "-Dx=y", "-Dtallybeam.terminal=false"));
    int main = outcome.out.indexOf("some.Main");
    assertThat(
        outcome.out.subList(main, outcome.out.size()),
        contains("some.Main", "backfill", "--input=a b/*.gz", "--namespace=$HOME", ""));
    Outcome verbose = run(Map.of(), "direct", "backfill", "--verbose");
    assertThat(verbose.out, hasItem("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
  }

  @Test
  void endsAsTheRunEnds() throws Exception {
    assertThat(run(Map.of("JAVA_EXIT", "2"), "direct", "backfill").exit, is(2));
    assertThat(run(Map.of("JAVA_EXIT", "1"), "direct", "backfill").exit, is(1));
  }

  @Test
  void buildsOnceAndAgainWhereASourceIsNewer() throws Exception {
    assertThat(
        run(Map.of(), "direct", "backfill").err,
        contains(startsWith("Building "), startsWith("Archiving ")));
    assertThat(Files.readAllLines(builds), contains(containsString("--projects runners/direct")));

    assertThat(run(Map.of(), "direct", "backfill").err, is(empty()));
    assertThat(Files.readAllLines(builds), hasSize(1));

    Path source = root.resolve("pipelines/src/main/A.java");
    Path built = root.resolve("runners/direct/target/built");
    long later = Files.getLastModifiedTime(built).toMillis() + 1;
    Files.setLastModifiedTime(source, FileTime.fromMillis(later));
    Files.setLastModifiedTime(built, FileTime.fromMillis(later - 1));
    run(Map.of(), "direct", "backfill");
    assertThat(Files.readAllLines(builds), hasSize(2));
  }

  /** One start that tells which classes are loaded, one that archives them, and the run itself. */
  @Test
  void archivesTheClassesOfLibrariesOnce() throws Exception {
    Path file = root.resolve("runners/direct/target/libraries.jsa");
    String archive = "-XX:SharedArchiveFile=" + file;
    Outcome first = run(Map.of(), "direct", "backfill");
    assertThat(Files.readAllLines(file), contains("a/Class", "@lambda-proxy y"));
    assertThat(Files.readAllLines(starts), hasSize(3));
    assertThat(first.out, hasItem(archive));
    assertThat(
        "libraries come first",
        first.out.get(first.out.indexOf("-cp") + 1),
        is("some.jar:" + root.resolve("runners/direct/target/classes") + ":" + root + "/ours.jar"));

    assertThat(run(Map.of(), "direct", "backfill").out, is(first.out));
    assertThat(Files.readAllLines(starts), hasSize(4));

    Files.delete(root.resolve("runners/direct/target/built"));
    Outcome other = run(Map.of("LIBRARY", "other.jar"), "direct", "backfill");
    assertThat(Files.readAllLines(starts), hasSize(7));
    assertThat(other.out, hasItem(archive));

    age(root.resolve("runners/run"), 1);
    run(Map.of("LIBRARY", "other.jar"), "direct", "backfill");
    assertThat("a newer script", Files.readAllLines(starts), hasSize(10));
    age(root.resolve("runners/run"), -1);
    age(bin.resolve("java"), 1);
    run(Map.of("LIBRARY", "other.jar"), "direct", "backfill");
    assertThat("a newer Java", Files.readAllLines(starts), hasSize(13));
  }

  /** Makes a file newer, or older, than the archive by some seconds. */
  private void age(Path file, long seconds) throws IOException {
    FileTime archived =
        Files.getLastModifiedTime(root.resolve("runners/direct/target/libraries.jsa.libraries"));
    Files.setLastModifiedTime(file, FileTime.from(archived.toInstant().plusSeconds(seconds)));
  }

  @Test
  void doesWithoutAnArchiveThatCannotBeMade() throws Exception {
    tool(bin, "java", "printf '%s\\n' \"$@\"", "[[ \" $* \" != *' -Xshare:dump '* ]]");
    Outcome outcome = run(Map.of(), "direct", "backfill");
    assertThat(outcome.exit, is(0));
    assertThat(outcome.out, not(hasItem(startsWith("-XX:SharedArchiveFile"))));
  }

  /** Whoever interrupts the first start wants no run. */
  @Test
  void endsWithAnArchivingThatIsInterrupted() throws Exception {
    Outcome outcome = run(Map.of("INTERRUPT", "yes"), "direct", "backfill");

    assertThat(outcome.exit, is(130));
    assertThat(Files.readAllLines(starts), hasSize(1));
    assertThat(run(Map.of(), "direct", "backfill").exit, is(0));
    assertThat(Files.exists(root.resolve("runners/direct/target/libraries.jsa")), is(true));
  }

  /** Maven's folder was emptied, or another one is used. */
  @Test
  void buildsAgainWhereALibraryIsGone() throws Exception {
    run(Map.of(), "direct", "backfill");
    Files.delete(root.resolve("ours.jar"));

    run(Map.of(), "direct", "backfill");

    assertThat(Files.readAllLines(builds), hasSize(2));
  }

  @Test
  void buildsAgainWhereASourceChangedDuringTheBuild() throws Exception {
    String source = root.resolve("pipelines/src/main/A.java").toString();
    run(Map.of("EDIT", source), "direct", "backfill");

    run(Map.of(), "direct", "backfill");

    assertThat(Files.readAllLines(builds), hasSize(2));
  }

  @Test
  void saysThatTheBuildFailedAndBuildsAgain() throws Exception {
    Outcome failed = run(Map.of("MVN_EXIT", "1"), "direct", "backfill");

    assertThat(failed.exit, is(1));
    assertThat(failed.out, is(empty()));
    assertThat(failed.err.get(failed.err.size() - 1), startsWith("failed: the build"));
    assertThat(run(Map.of(), "direct", "backfill").out, is(not(empty())));
    assertThat(Files.readAllLines(builds), hasSize(2));
  }

  @Test
  void namesTheToolThatIsMissing() throws Exception {
    for (String tool : List.of("java", "mvn")) {
      Path few = Files.createDirectory(folder.resolve("without-" + tool));
      for (String other : TOOLS) {
        tool(few, other, "exec '" + find(other) + "' \"$@\"");
      }
      tool(few, tool.equals("java") ? "mvn" : "java", "exit 0");

      Outcome outcome = run(Map.of("PATH", few.toString()), "direct", "backfill");

      assertThat(outcome.exit, is(2));
      assertThat(outcome.err, contains(startsWith("error: " + tool + " is not on the PATH")));
    }
  }

  @Test
  void prefersTheJavaOfJavaHome() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    assertThat(
        run(Map.of("JAVA_HOME", home.toString()), "direct", "backfill").err,
        contains(startsWith("error: JAVA_HOME=" + home + ": there is no bin/java in it")));

    tool(home.resolve("bin"), "java", "echo the one of JAVA_HOME");
    Outcome outcome = run(Map.of("JAVA_HOME", home.toString()), "direct", "backfill");

    assertThat(outcome.exit, is(0));
    assertThat(outcome.out, contains("the one of JAVA_HOME"));
  }

  @Test
  void namesAJavaThatIsTooOldOrTooNew() throws Exception {
    Map<String, String> wrong =
        Map.of("1.8.0_302", "8", "11.0.20", "11", "23", "23", "25.0.3", "25");
    for (String version : List.of("1.8.0_302", "11.0.20", "17.0.1", "22.0.2", "23", "25.0.3")) {
      Files.deleteIfExists(root.resolve("runners/direct/target/built"));
      tool(bin, "java", "echo 'openjdk version \"" + version + "\" 2023-07-18' >&2");

      Outcome outcome = run(Map.of(), "direct", "backfill");

      boolean fails = wrong.containsKey(version);
      assertThat(outcome.exit, is(fails ? 2 : 0));
      assertThat(
          outcome.err,
          hasItem(
              fails
                  ? "error: java is "
                      + wrong.get(version)
                      + " ("
                      + bin.resolve("java")
                      + "): Tallybeam needs 17 to 22, by JAVA_HOME or on the PATH"
                  : "Building (the first time downloads libraries, which takes some minutes) ..."));
    }
    assertThat(Files.readAllLines(builds), hasSize(2));

    // Also where all is built; a JDK says its version in a file, and is not asked.
    tool(bin, "java", "exit 0");
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
    Outcome outcome = run(Map.of(), "direct", "backfill");
    assertThat(outcome.exit, is(2));
    assertThat(outcome.err, contains(startsWith("error: java is 11 ")));
  }

  @Test
  void findsTheTreeThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("tallybeam"), root.resolve("runners/run"));

    assertThat(start(link, Map.of(), "direct", "backfill").exit, is(0));
    assertThat(Files.readAllLines(builds), hasSize(1));
  }

  /** A file in the place of the folder stands for a folder that may not be written to. */
  @Test
  void startsFromATreeThatIsNotWritableIfItsBuildIsTheLatest() throws Exception {
    run(Map.of(), "direct", "backfill");
    Path target = root.resolve("runners/target");
    Files.delete(target.resolve("build.lock"));
    Files.delete(target);
    Files.createFile(target);

    Outcome outcome = run(Map.of(), "direct", "backfill");
    assertThat(outcome.exit, is(0));
    assertThat(outcome.err, is(empty()));
    assertThat(outcome.out, not(hasItem(startsWith("-Dtallybeam.build="))));

    Files.delete(root.resolve("runners/direct/target/built"));
    Outcome due = run(Map.of(), "direct", "backfill");
    assertThat(due.exit, is(2));
    assertThat(
        due.err, contains("error: " + root + " is not writable and its build is out of date"));
    assertThat(Files.readAllLines(builds), hasSize(1));

    Outcome packed = start(root.resolve("runners/package"), Map.of());
    assertThat(packed.exit, is(2));
    assertThat(packed.err, contains("error: " + root + " is not writable"));
  }

  /** Its build begins by deleting what a start may be building, or about to run. */
  @Test
  void packagesWhileNoStartBuilds() throws Exception {
    tool(bin, "unzip", "exit 0");
    tool(bin, "git", "exit 0");

    Outcome packed = start(root.resolve("runners/package"), Map.of());

    assertThat(packed.err, contains(startsWith("Building in " + root)));
    assertThat(packed.exit, is(0));
    assertThat(packed.out, hasItem(endsWith("  tallybeam.jar")));
    assertThat(run(Map.of(), "direct", "backfill").exit, is(0));
    assertThat(Files.readAllLines(builds), hasSize(2));
  }

  private Outcome run(Map<String, String> environment, String... args) throws Exception {
    return start(root.resolve("runners/run"), environment, args);
  }

  private Outcome start(Path script, Map<String, String> environment, String... args)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(find("bash").toString());
    command.add(script.toString());
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> all = builder.environment();
    all.put("PATH", bin + ":" + System.getenv("PATH"));
    all.put("ROOT", root.toString());
    all.put("BUILDS", builds.toString());
    all.put("STARTS", starts.toString());
    all.remove("JAVA_HOME");
    all.remove("TALLYBEAM_JAVA_OPTS");
    all.remove("TALLYBEAM_MAVEN_ARGS");
    all.putAll(environment);
    int exit = builder.start().waitFor();
    return new Outcome(exit, Files.readAllLines(out), Files.readAllLines(err));
  }

  private static Path find(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return Path.of(folder, tool);
      }
    }
    throw new AssertionError("no " + tool + " on the PATH");
  }

  private static void tool(Path bin, String name, String... lines) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!" + find("bash") + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
