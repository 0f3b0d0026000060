package io.tallybeam.focus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.book.Charge;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code export-focus}, as a user runs it, of months that were repriced after they were closed. */
final class FocusExportTest {

  /** Feature level "Mandatory" in the specification of FOCUS 1.2; these must not be null. */
  private static final List<String> NEVER_NULL =
      List.of(
          "BilledCost",
          "BillingAccountId",
          "BillingCurrency",
          "BillingPeriodEnd",
          "BillingPeriodStart",
          "ChargeCategory",
          "ChargePeriodEnd",
          "ChargePeriodStart",
          "ContractedCost",
          "EffectiveCost",
          "InvoiceIssuerName",
          "ListCost",
          "ProviderName",
          "PublisherName",
          "ServiceCategory",
          "ServiceName");

  /** Mandatory as well; some rows have none. */
  private static final List<String> NULL_ALLOWED =
      List.of(
          "BillingAccountName",
          "ChargeClass",
          "ChargeDescription",
          "PricingQuantity",
          "PricingUnit");

  /** Conditional, but where they are there usage that is no correction must have them. */
  private static final List<String> NEVER_NULL_IN_USAGE =
      List.of(
          "ConsumedQuantity",
          "ConsumedUnit",
          "PricingCategory",
          "PricingQuantity",
          "PricingUnit",
          "SkuId",
          "SkuMeter",
          "SkuPriceId");

  @TempDir static Path folder;
  private static RepricedMonths months;

  @BeforeAll
  static void fill() throws IOException {
    months = RepricedMonths.in(folder);
    for (String month : RepricedMonths.MONTHS) {
      ExportedFiles.export(months.warehouse(), folder.resolve("out"), month).done();
    }
  }

  private static ExportedFiles exported(String month) {
    return new ExportedFiles(folder.resolve("out"), month);
  }

  private static List<Record> rows(String month) throws IOException {
    return exported(month).parquetRows();
  }

  private static List<Record> allRows() throws IOException {
    List<Record> all = new ArrayList<>();
    for (String month : RepricedMonths.MONTHS) {
      all.addAll(rows(month));
    }
    return all;
  }

  private static BigDecimal billed(List<Record> rows, Predicate<Record> which) {
    return rows.stream()
        .filter(which)
        .map(row -> Cells.usd(row, "BilledCost"))
        .reduce(BigDecimal.valueOf(0, 12), BigDecimal::add);
  }

  private static boolean has(Record row, String column, Object value) {
    return value.equals(row.getField(column));
  }

  @Test
  void hasTheColumnsOfTheSpecification() throws IOException {
    List<Record> rows = allRows();

    for (Record row : rows) {
      NEVER_NULL.forEach(name -> assertThat(name, row.getField(name) != null));
      NEVER_NULL.forEach(name -> assertThat(name, !row.getField(name).toString().isBlank()));
      if (row.getField("ChargeClass") == null) {
        NEVER_NULL_IN_USAGE.forEach(name -> assertThat(name, row.getField(name) != null));
      }
      for (String cost : List.of("EffectiveCost", "ListCost", "ContractedCost")) {
        assertThat(row.getField(cost), is(row.getField("BilledCost")));
      }
    }
    List<String> header =
        Arrays.asList(Files.readAllLines(exported("2024-03").csv()).get(0).split(",", -1));
    assertThat(new TreeSet<>(header).containsAll(NEVER_NULL), is(true));
    assertThat(new TreeSet<>(header).containsAll(NULL_ALLOWED), is(true));
    List<String> focus = header.stream().filter(name -> !name.startsWith("x_")).toList();
    assertThat("ours come last", header.subList(0, focus.size()), is(focus));
    assertThat(focus, is(List.copyOf(new TreeSet<>(focus))));
  }

  @Test
  void hasOneRowForEachChargeOfEachDay() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Record day : months.rows(FocusExport.DAILY)) {
      for (Charge charge : Charge.all()) {
        BigDecimal cost = Cells.usd(day, charge.label() + "_cost_usd");
        boolean call = charge == Charge.CALL;
        String units = charge.label() + (charge.perToken() ? "_tokens" : "_count");
        long count = call ? 0 : Cells.count(day, units);
        if (count != 0 || cost.signum() != 0) {
          expected.add(line(day, charge.label(), count, cost));
        }
      }
      addCalls(expected, day, "provider_reported", Cells.usd(day, "uncharged_cost_usd"));
      addCalls(expected, day, "free", BigDecimal.valueOf(0, 12));
      addCalls(expected, day, "unpriced", BigDecimal.valueOf(0, 12));
    }
    List<String> actual = new ArrayList<>();
    for (Record row : allRows()) {
      if (!has(row, "x_CostStatus", "adjustment")) {
        long count = ((BigDecimal) row.getField("ConsumedQuantity")).longValueExact();
        String meter = Cells.text(row, "SkuMeter");
        actual.add(
            String.join(
                "|",
                Cells.time(row, "ChargePeriodStart").toString(),
                Cells.text(row, "BillingAccountId"),
                String.valueOf(row.getField("SubAccountId")),
                String.valueOf(row.getField("Tags")),
                Cells.text(row, "SkuId"),
                meter,
                Long.toString(count),
                Cells.usd(row, "BilledCost").toPlainString()));
      }
    }
    assertThat(actual.size(), is(greaterThan(1_000)));
    assertThat(actual.stream().sorted().toList(), is(expected.stream().sorted().toList()));
  }

  private static void addCalls(List<String> lines, Record day, String status, BigDecimal cost) {
    long calls = Cells.count(day, status + "_requests");
    if (calls > 0) {
      lines.add(line(day, status + "_requests", calls, cost));
    }
  }

  private static String line(Record day, String meter, long units, BigDecimal cost) {
    List<String> tags = new ArrayList<>();
    for (String tag : List.of("user_id", "api_key_hash", "project_id")) {
      String value = Cells.text(day, tag);
      tags.addAll(value.isEmpty() ? List.of() : List.of("\"" + tag + "\":\"" + value + "\""));
    }
    String team = Cells.text(day, "team_id");
    return String.join(
        "|",
        Cells.time(day, "window_start").toString(),
        Cells.text(day, "tenant_id"),
        team.isEmpty() ? "null" : team,
        tags.isEmpty() ? "null" : "{" + String.join(",", tags) + "}",
        Cells.model(day),
        meter,
        Long.toString(units),
        cost.toPlainString());
  }

  @Test
  void monthsAddUpToTheTableToTheLastDigit() throws IOException {
    List<Record> all = allRows();

    assertThat(months.total().signum(), is(1));
    assertThat(billed(all, row -> true), is(months.total()));
    BigDecimal uncharged =
        months.rows(FocusExport.DAILY).stream()
            .map(row -> Cells.usd(row, "uncharged_cost_usd"))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(billed(all, row -> has(row, "x_CostStatus", "provider_reported")), is(uncharged));
    for (String free : List.of("free", "unpriced", "mixed")) {
      List<Record> rows = all.stream().filter(row -> has(row, "x_CostStatus", free)).toList();
      assertThat(free, rows, is(not(empty())));
      assertThat(
          rows.stream().allMatch(row -> Cells.usd(row, "BilledCost").signum() == 0), is(true));
    }
  }

  @Test
  void closedMonthsAreCorrectedByAdditions() throws IOException {
    List<String> takenOut = new ArrayList<>();
    List<String> corrections = new ArrayList<>();
    for (String month : RepricedMonths.MONTHS) {
      for (Record row : rows(month)) {
        assertThat(row.getField("ChargeCategory"), is("Usage"));
        assertThat(Cells.time(row, "BillingPeriodStart").toString(), startsWith(month));
        boolean inMonth = Cells.time(row, "ChargePeriodStart").toString().startsWith(month);
        boolean correction = has(row, "ChargeClass", "Correction");
        assertThat(inMonth, is(!correction));
        if (has(row, "x_CostStatus", "adjustment")) {
          (correction ? corrections : takenOut)
              .add(
                  Cells.time(row, "ChargePeriodStart")
                      + Cells.text(row, "BillingAccountId")
                      + row.getField("SubAccountId")
                      + row.getField("Tags")
                      + Cells.text(row, "SkuId")
                      + Cells.usd(row, "BilledCost").abs());
        }
      }
    }
    // Each change that a month leaves out is in a later one.
    assertThat(corrections.size(), is(greaterThan(20)));
    assertThat(corrections.stream().sorted().toList(), is(takenOut.stream().sorted().toList()));
    List<Record> may = rows("2024-05");
    assertThat(may.stream().allMatch(row -> has(row, "ChargeClass", "Correction")), is(true));
    assertThat(billed(may, row -> true).signum(), is(1));
    assertThat(
        "added in March to February",
        rows("2024-03").stream().anyMatch(row -> has(row, "x_AdjustmentReason", "added")),
        is(true));
    assertThat(
        rows("2024-03").stream().map(row -> Cells.text(row, "ChargeDescription")).toList(),
        hasItem(containsString("billed as a correction in 2024-05")));
  }

  @Test
  void csvAndParquetHoldTheSameRows() throws IOException, SQLException {
    for (String month : RepricedMonths.MONTHS) {
      List<Map<String, String>> csv = exported(month).csvRows();
      assertThat(csv, is(not(empty())));
      assertThat(csv, is(rows(month).stream().map(ExportedFiles::text).toList()));
    }
  }

  @Test
  void unitPricesGiveTheCost() throws IOException {
    List<Record> priced =
        allRows().stream().filter(row -> row.getField("x_AverageUnitPrice") != null).toList();

    assertThat(priced.size(), is(greaterThan(20)));
    for (Record row : priced) {
      BigDecimal price = (BigDecimal) row.getField("x_AverageUnitPrice");
      BigDecimal cost = price.multiply((BigDecimal) row.getField("PricingQuantity"));
      assertThat(cost, is(Cells.usd(row, "ListCost")));
    }
  }

  @Test
  void sameTablesGiveTheSameBytesAndNoOtherFiles() throws IOException {
    Path again = folder.resolve("again/below");
    ExportedFiles files = new ExportedFiles(again, "2024-03");
    ExportedFiles.export(months.warehouse(), again, "2024-03").done();
    byte[] first = Files.readAllBytes(files.csv());
    Outcome outcome = ExportedFiles.export(months.warehouse(), again, "2024-03").done();

    assertThat(Files.readAllBytes(files.csv()), is(first));
    assertThat(first, is(Files.readAllBytes(exported("2024-03").csv())));
    try (Stream<Path> paths = Files.list(again)) {
      assertThat(paths.sorted().toList(), is(List.of(files.csv(), files.parquet())));
    }
    assertThat(outcome.out(), hasItem(startsWith("FOCUS 1.2 of 2024-03")));
    assertThat(outcome.out(), hasItem(containsString("calls are unpriced")));
  }

  @Test
  void monthWithoutRowsIsSaidAndGivesAHeader() throws IOException {
    ExportedFiles files = new ExportedFiles(folder.resolve("none"), "2023-12");
    Outcome outcome = ExportedFiles.export(months.warehouse(), files.folder(), "2023-12").done();

    assertThat(outcome.out().get(0), startsWith("No rows in 2023-12"));
    assertThat(Files.readAllLines(files.csv()), hasSize(1));
    assertThat(files.parquetRows(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --output=FOLDER/x; --month=
          --month=2024-3 --output=FOLDER/x; --month=2024-3
          --month=2024-13 --output=FOLDER/x; --month=2024-13
          --month=2024-03-01 --output=FOLDER/x; --month=2024-03-01
          --month=2024-03; --output=
          --month=2024-03 --output=s3://bucket/x; --output=s3://bucket/x
          --month=2024-03 --output=FOLDER/in.ndjson; --output=FOLDER/in.ndjson
          --month=2024-03 --output=FOLDER/in.ndjson/below; --output=FOLDER/in.ndjson/below
          --month=2024-03 --output=FOLDER/x --warehouse=FOLDER/gone; --warehouse=FOLDER/gone
          --month=2024-03 --output=FOLDER/x --namespace=other; --namespace=other
          """)
  void namesTheMistakeInOneLineAndWritesNothing(String options, String named) {
    List<String> args = new ArrayList<>(List.of("export-focus"));
    args.addAll(Arrays.asList(options.replace("FOLDER", folder.toString()).split(" ", -1)));
    if (!options.contains("--warehouse")) {
      args.add("--warehouse=" + months.warehouse());
    }
    Outcome outcome = CommandLine.run(args.toArray(String[]::new));

    assertThat(outcome.err(), hasSize(1));
    assertThat(
        outcome.err().get(0),
        startsWith("error: " + named.replace("FOLDER", folder.toString()) + ":"));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.out(), is(empty()));
    assertThat(Files.exists(folder.resolve("x")), is(false));
  }

  @Test
  void textIsQuotedAsTheStandardsSay() throws IOException {
    assertThat(
        JsonText.of(Map.of("a", "\"\\\n\u0001é")), is("{\"a\":\"\\\"\\\\\\u000a\\u0001é\"}"));
    Path path = folder.resolve("quoted.csv");
    Record row = org.apache.iceberg.data.GenericRecord.create(FocusSchema.get());
    row.setField("ChargeDescription", "a \"b\",\nc");
    try (CsvFile csv = new CsvFile(path, List.of())) {
      csv.write(row);
    }
    assertThat(Files.readString(path, UTF_8), containsString(",\"a \"\"b\"\",\nc\","));
  }
}
