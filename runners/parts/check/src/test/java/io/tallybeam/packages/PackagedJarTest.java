package io.tallybeam.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallybeam.faults.Launched;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackagedJarTest {

  static Stream<PackagedJar> jars() throws IOException {
    return PackagedJar.all();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void startsOnABareJvm(PackagedJar jar) throws Exception {
    Launched help = jar.run(Map.of(), "backfill", "--help");
    assertThat(help.err(), help.exit(), is(0));
    assertThat(help.err(), is(""));
    assertThat(help.out(), containsString(jar.file().getFileName() + " backfill [--option"));

    Launched version = jar.run(Map.of(), "--version");
    assertThat(version.err(), version.exit(), is(0));
    assertThat(version.out(), startsWith("tallybeam "));
    assertThat(version.out(), containsString(jar.runner()));
  }

  /** Each library that is in the jar is named, with its licence; its own texts are in it too. */
  @ParameterizedTest
  @MethodSource("jars")
  void saysWhatIsInItAndHowItIsLicensed(PackagedJar jar) throws Exception {
    try (JarFile file = new JarFile(jar.file().toFile())) {
      assertThat(text(file, "META-INF/LICENSE"), containsString("Apache License"));
      JsonNode components =
          new ObjectMapper().readTree(text(file, "META-INF/sbom/bom.cdx.json")).get("components");
      List<String> unlicensed = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (JsonNode component : components) {
        String name = component.get("name").asText();
        names.add(name);
        String texts = "META-INF/third-party/" + name + "-" + component.get("version").asText();
        if (component.path("licenses").isEmpty() && file.getEntry(texts + "/") == null) {
          unlicensed.add(name);
        }
      }
      assertThat(names, hasItem("iceberg-core"));
      assertThat(names.size(), greaterThan(50));
      assertThat(unlicensed, is(empty()));
      assertThat(
          text(file, "META-INF/third-party/iceberg-core-1.10.0/NOTICE"),
          containsString("Apache Iceberg"));
    }
  }

  @Test
  void ofFlinkHasNothingThatTheClusterHas() throws Exception {
    try (JarFile file = new JarFile(PackagedJar.of("flink").file().toFile())) {
      List<String> foreign =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class"))
              .filter(
                  name ->
                      name.matches("org/(apache/flink|slf4j|apache/log4j|apache/logging)/.*")
                          || name.startsWith("com/esotericsoftware/"))
              .toList();
      assertThat(foreign, is(empty()));
    }
  }

  private static String text(JarFile file, String entry) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(entry))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
