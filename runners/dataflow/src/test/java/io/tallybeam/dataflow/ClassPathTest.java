package io.tallybeam.dataflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Libraries that nobody here uses are left out: what is found by its name must still load. */
final class ClassPathTest {

  /** Services whose providers Beam loads all at once, here or on a worker. */
  private static final String SERVICES =
      "META-INF/services/(org\\.apache\\.beam\\.(?!sdk\\.schemas|sdk\\.expansion)"
          + "|io\\.tallybeam|org\\.slf4j).*";

  @Test
  void everyProviderLoads() throws IOException {
    List<String> providers = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (String service : services()) {
      Enumeration<URL> files = ClassPathTest.class.getClassLoader().getResources(service);
      while (files.hasMoreElements()) {
        try (var in = files.nextElement().openStream()) {
          for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
            String name = line.replaceFirst("#.*", "").strip();
            if (!name.isEmpty()) {
              providers.add(name);
              load(name, broken);
            }
          }
        }
      }
    }
    assertThat(providers, is(not(empty())));
    assertThat(broken, is(empty()));
  }

  private static void load(String name, List<String> broken) {
    try {
      var constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      constructor.newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      broken.add(name + ": " + e);
    }
  }

  private static Set<String> services() throws IOException {
    Set<String> services = new TreeSet<>();
    for (File jar : jars()) {
      try (JarFile file = new JarFile(jar)) {
        file.stream()
            .map(JarEntry::getName)
            .filter(entry -> entry.matches(SERVICES))
            .forEach(services::add);
      }
    }
    return services;
  }

  @Test
  void oneLoggerOnly() {
    assertThat(
        jars().stream()
            .map(File::getName)
            .filter(
                name ->
                    name.matches(
                        "(slf4j-(simple|jdk14|log4j|reload4j).*|logback.*|log4j-(core|slf4j).*"
                            + "|reload4j.*|jcl-over.*|log4j-over.*|jul-to.*)"))
            .map(name -> name.replaceFirst("-[0-9].*", ""))
            .toList(),
        is(List.of("slf4j-simple")));
  }

  /** A worker has a logger of its own; with ours it would write to no log of the job. */
  @Test
  void workersGetNoLogger() {
    List<String> staged =
        DataflowMain.defaults("streaming").stream()
            .filter(option -> option.startsWith("--filesToStage="))
            .toList();
    assertThat(staged.size(), is(1));
    assertThat(staged.get(0).contains("slf4j-simple"), is(false));
    assertThat(staged.get(0).contains("slf4j-api"), is(true));
    assertThat(staged.get(0).contains("iceberg-gcp"), is(true));
  }

  private static List<File> jars() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(File::new)
        .toList();
  }
}
