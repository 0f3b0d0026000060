package io.tallybeam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this module, and the one it stands on, may know. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tallybeam");

  @Test
  void knowsNoRunner() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam.runners..", "org.apache.flink..", "com.google.cloud.dataflow..")
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.tallybeam.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesAreNouns() {
    classes()
        .should()
        .resideOutsideOfPackages(
            "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..impl..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatLivesInIt() throws IOException {
    Path sources = Path.of("src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      Set<Path> packages =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(Collectors.toSet());
      assertThat(packages, is(not(empty())));
      List<Path> silent = packages.stream().filter(folder -> !describesItself(folder)).toList();
      assertThat(silent, is(empty()));
    }
  }

  private static boolean describesItself(Path folder) {
    try {
      Path info = folder.resolve("package-info.java");
      return Files.exists(info) && Files.readString(info).startsWith("/**");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
