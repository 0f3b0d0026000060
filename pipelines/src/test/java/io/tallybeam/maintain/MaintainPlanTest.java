package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and mistakes in them. */
final class MaintainPlanTest {

  @TempDir Path warehouse;

  @BeforeEach
  void makeNamespace() {
    CommittedRows.makeNamespace(warehouse);
  }

  @ParameterizedTest
  @CsvSource({
    "--keepSnapshots=59m",
    "--orphansOlderThan=10m",
    "--orphansOlderThan=soon",
    "--keepSnapshots=5d1x",
    "--keepSnapshots=40000d",
    "--settledFor=-1h",
    "--targetMegabytes=0"
  })
  void mistakesAreToldInOneLine(String option) {
    Outcome outcome = CommandLine.run("maintain", "--warehouse=" + warehouse, option);

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), contains(allOf(startsWith("error: "), containsString(option))));
  }

  /** As of any other duration, however it is told. */
  @ParameterizedTest
  @ValueSource(strings = {"36501d", "36500d1h", "876001h", "99999999d", "P36501D"})
  void agesHaveABound(String age) {
    UserError error = assertThrows(UserError.class, () -> AgeText.of("keepSnapshots", age));
    assertThat(
        error.getMessage(),
        is("--keepSnapshots=" + age + ": expected a duration of at most 36500 days"));
    assertThat(AgeText.of("keepSnapshots", "36500d"), is(Duration.ofDays(36_500)));
  }

  @Test
  void theDefaultsReachBackFromNow() {
    MaintainOptions options = PipelineOptionsFactory.as(MaintainOptions.class);
    options.setWarehouse(warehouse.toString());
    Instant now = Instant.parse("2024-03-10T12:00:00Z");

    MaintainPlan plan = MaintainPlan.of(options, now.toEpochMilli());

    assertThat(time(plan.settledBefore()), is(now.minus(Duration.ofHours(3))));
    assertThat(time(plan.expireBefore()), is(now.minus(Duration.ofDays(5))));
    assertThat(time(plan.orphansBefore()), is(now.minus(Duration.ofDays(3))));
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void aTableThatIsNotThereIsAMistake() {
    Outcome outcome = CommandLine.run("maintain", "--warehouse=" + warehouse, "--tables=nothing");

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), contains(containsString("no table nothing in matih_analytics")));
  }

  @Test
  void aWarehouseThatIsNotThereIsAMistakeAndIsNotMade() {
    Path missing = warehouse.resolve("missing");
    Outcome outcome = CommandLine.run("maintain", "--warehouse=" + missing);

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), contains(containsString("there is no catalog in it")));
    assertThat(missing.toFile().exists(), is(false));
  }

  @Test
  void aNamespaceThatIsNotThereIsAMistake() {
    Outcome outcome = CommandLine.run("maintain", "--warehouse=" + warehouse, "--namespace=other");

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(
        outcome.err(), contains(startsWith("error: --namespace=other: the catalog has none")));
  }

  @Test
  void aNamespaceWithoutTablesNeedsNothing() {
    Outcome outcome = CommandLine.run("maintain", "--warehouse=" + warehouse).done();

    assertThat(outcome.out(), contains("matih_analytics has no tables"));
  }

  @ParameterizedTest
  @CsvSource({"5d, PT120H", "1d12h, PT36H", "90m, PT1H30M", "0d, PT0S", "P2D, PT48H"})
  void agesMayBeToldInDays(String text, Duration age) {
    assertThat(AgeText.of("age", text), is(age));
  }
}
