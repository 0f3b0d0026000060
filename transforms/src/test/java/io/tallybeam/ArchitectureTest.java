package io.tallybeam;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tallybeam.bytes.KeyedHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this module may know: see the package descriptions for why. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tallybeam");

  @Test
  void knowsNoRunnerAndNoIo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam.runners..",
            "org.apache.beam.sdk.io..",
            "org.apache.beam.sdk.options..",
            "org.apache.flink..",
            "org.apache.kafka..",
            "org.apache.hadoop..",
            "org.apache.parquet..",
            "org.apache.iceberg.catalog..",
            "org.apache.iceberg.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.sql..")
        .check(CLASSES);
  }

  @Test
  void opensNoFile() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
        .check(CLASSES);
  }

  @Test
  void touchesNoTableOfACatalog() {
    noClasses()
        .should()
        .dependOnClassesThat(
            assignableTo("org.apache.iceberg.Table")
                .or(assignableTo("org.apache.iceberg.Transaction")))
        .check(CLASSES);
  }

  /**
   * Equal input gives equal tables, so nothing here may ask for the time, or throw dice. The key of
   * a hash table decides where its entries lie, and in no table's order.
   */
  @Test
  void readsNoClockAndThrowsNoDice() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(KeyedHash.class)
        .should()
        .accessTargetWhere(
            describe("it gives the time or chance", ArchitectureTest::isClockOrChance))
        .check(CLASSES);
  }

  @Test
  void bytesAndWindowsKnowNothingElse() {
    noClasses()
        .that()
        .resideInAnyPackage("io.tallybeam.bytes..", "io.tallybeam.window..")
        .should()
        .dependOnClassesThat(ours("bytes", "window").or(libraries()))
        .check(CLASSES);
  }

  @Test
  void eventsKnowNeitherBeamNorTables() {
    noClasses()
        .that()
        .resideInAPackage("io.tallybeam.event..")
        .should()
        .dependOnClassesThat(
            ours("bytes", "event")
                .or(resideInAnyPackage("org.apache.beam..", "org.apache.iceberg..")))
        .check(CLASSES);
  }

  @Test
  void pricesKnowNeitherEventsNorTables() {
    noClasses()
        .that()
        .resideInAPackage("io.tallybeam.book..")
        .should()
        .dependOnClassesThat(
            ours("book", "window")
                .or(resideInAnyPackage("org.apache.beam..", "org.apache.iceberg..")))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.tallybeam.pricing..")
        .should()
        .dependOnClassesThat(
            ours("book", "pricing", "window")
                .or(resideInAnyPackage("org.apache.beam..", "org.apache.iceberg..")))
        .check(CLASSES);
  }

  /** Money is decimal from the text of a price to the cost of a call. */
  @Test
  void pricesKnowNoDouble() {
    noClasses()
        .that()
        .resideInAnyPackage("io.tallybeam.book..", "io.tallybeam.pricing..")
        .should()
        .accessTargetWhere(describe("it takes or gives a double", ArchitectureTest::isDouble))
        .check(CLASSES);
  }

  @Test
  void partialsKnowNoKeyAndNoMeasure() {
    noClasses()
        .that()
        .resideInAPackage("io.tallybeam.partial..")
        .should()
        .dependOnClassesThat(
            ours("bytes", "measure", "partial").or(resideInAnyPackage("org.apache.iceberg..")))
        .check(CLASSES);
  }

  @Test
  void onlyTablesKnowIceberg() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tallybeam.table..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.iceberg..")
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

  private static boolean isClockOrChance(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    boolean time =
        owner.isAssignableTo(Clock.class)
            || (owner.getPackageName().startsWith("java.time") && name.equals("now"))
            || (owner.isEquivalentTo(System.class)
                && Set.of("currentTimeMillis", "nanoTime").contains(name))
            || (owner.isEquivalentTo(Date.class) && name.equals("<init>"))
            || (owner.getPackageName().startsWith("org.joda.time") && name.equals("now"));
    boolean chance =
        owner.isAssignableTo(Random.class)
            || (owner.isEquivalentTo(Math.class) && name.equals("random"))
            || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"));
    return time || chance;
  }

  private static boolean isDouble(JavaAccess<?> access) {
    Set<String> binary = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
    if (access instanceof JavaFieldAccess field) {
      return binary.contains(field.getTarget().getRawType().getName());
    }
    return access.getTarget() instanceof CodeUnitCallTarget call
        && (binary.contains(call.getRawReturnType().getName())
            || call.getRawParameterTypes().stream()
                .anyMatch(type -> binary.contains(type.getName())));
  }

  /** Packages of Tallybeam but the given ones. */
  private static DescribedPredicate<JavaClass> ours(String... butThese) {
    Set<String> allowed = Set.of(butThese);
    return describe(
        "are in other packages of Tallybeam than " + allowed,
        type -> {
          String[] parts = type.getPackageName().split("\\.", -1);
          return parts.length > 2
              && type.getPackageName().startsWith("io.tallybeam.")
              && !allowed.contains(parts[2]);
        });
  }

  private static DescribedPredicate<JavaClass> libraries() {
    return describe(
        "are of a library",
        type ->
            !type.isPrimitive()
                && !type.isArray()
                && !type.getPackageName().startsWith("java.")
                && !type.getPackageName().startsWith("io.tallybeam"));
  }
}
