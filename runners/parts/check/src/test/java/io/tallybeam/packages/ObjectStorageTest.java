package io.tallybeam.packages;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallybeam.backfill.TableRows;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.faults.Launched;
import io.tallybeam.raw.ArchivedFolder;
import io.tallybeam.raw.ArchivedFolder.Published;
import io.tallybeam.raw.WriteRawArchive;
import io.tallybeam.services.Service;
import io.tallybeam.storage.S3Clients;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.topic.Records;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What goes to a bucket, and comes from there, as it does to and from local files. */
class ObjectStorageTest {

  private static final Path ARCHIVE = Path.of("../../../testdata/archive").toAbsolutePath();
  private static final String ID = "tallybeam";
  private static final String SECRET = "not-for-the-log-6d1f0c";
  private static final Map<String, String> CLIENT =
      Map.of(
          "AWS_ACCESS_KEY_ID", ID,
          "AWS_SECRET_ACCESS_KEY", SECRET,
          "AWS_REGION", "us-east-1",
          // As servers other than Amazon's want it.
          "AWS_REQUEST_CHECKSUM_CALCULATION", "when_required",
          "AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET));

  /** The same of a client in this process, which has no such environment. */
  private static final List<String> CHECKSUMS =
      List.of("aws.requestChecksumCalculation", "aws.responseChecksumValidation");

  @TempDir Path temp;

  @BeforeAll
  static void setChecksums() {
    CHECKSUMS.forEach(property -> System.setProperty(property, "when_required"));
  }

  @AfterAll
  static void clearChecksums() {
    CHECKSUMS.forEach(System::clearProperty);
  }

  @Test
  void aBackfillGivesTheSameTablesThere() throws Exception {
    int port = Service.freePorts();
    int catalogPort = Service.freePorts();
    String endpoint = "http://localhost:" + port;
    try (Service storage = new Service("s3", temp.resolve("s3"));
        Service catalog = new Service("catalog", temp.resolve("catalog"))) {
      check(storage.start(CLIENT, "--port=" + port));
      Map<String, String> settings = new HashMap<>(CLIENT);
      settings.put("CATALOG_WAREHOUSE", "s3://tallybeam/warehouse");
      settings.put("CATALOG_IO__IMPL", "org.apache.iceberg.aws.s3.S3FileIO");
      settings.put("CATALOG_S3_ENDPOINT", endpoint);
      settings.put("CATALOG_S3_PATH__STYLE__ACCESS", "true");
      check(catalog.start(settings, "--port=" + catalogPort));
      upload(endpoint);

      String properties =
          "type=rest,uri=http://localhost:"
              + catalogPort
              + ",io-impl=org.apache.iceberg.aws.s3.S3FileIO,s3.path-style-access=true,s3.endpoint="
              + endpoint
              + ",client.region=us-east-1,s3.access-key-id=env:AWS_ACCESS_KEY_ID"
              + ",s3.secret-access-key=env:AWS_SECRET_ACCESS_KEY";
      backfill(
          "--input=s3://tallybeam/archive/*",
          "--source=archive",
          "--endpoint=" + endpoint,
          "--catalogProperties=" + properties);
      backfill(
          "--input=" + ARCHIVE + "/*", "--source=archive", "--warehouse=" + temp.resolve("wh"));

      Map<String, String> here =
          Map.of(
              "type",
              "rest",
              "uri",
              "http://localhost:" + catalogPort,
              "io-impl",
              "org.apache.iceberg.aws.s3.S3FileIO",
              "s3.path-style-access",
              "true",
              "s3.endpoint",
              endpoint,
              "client.region",
              "us-east-1",
              "s3.access-key-id",
              ID,
              "s3.secret-access-key",
              SECRET);
      Map<String, List<Map<String, Object>>> local =
          tables(CatalogSettings.embedded(temp.resolve("wh").toString(), "matih_analytics"));
      assertThat(local.get(OperationsTable.METRICS).size(), greaterThan(100));
      Map<String, List<Map<String, Object>>> stored =
          tables(new CatalogSettings(here, "matih_analytics"));
      assertThat(stored.keySet(), is(local.keySet()));
      local.forEach((name, rows) -> TableRows.assertSame(name, rows, stored.get(name)));
    }
  }

  /** Beam's files of S3 take no second closing. */
  @Test
  void anArchiveIsPublishedThere() throws Exception {
    int port = Service.freePorts();
    try (Service storage = new Service("s3", temp.resolve("s3"))) {
      check(storage.start(CLIENT, "--port=" + port));
      AwsOptions options =
          PipelineOptionsFactory.fromArgs(
                  "--runner=DirectRunner",
                  "--endpoint=http://localhost:" + port,
                  "--awsRegion=us-east-1")
              .as(AwsOptions.class);
      options.setAwsCredentialsProvider(CREDENTIALS);
      S3Clients.prefer(options);
      FileSystems.setDefaultPipelineOptions(options);
      Pipeline pipeline = Pipeline.create(options);
      byte[] small = "{}".getBytes(US_ASCII);
      pipeline
          .apply(
              TestStream.create(ByteArrayCoder.of())
                  .addElements(new Records("t", 0).add(5, 0, small).add(6, 0, small).block())
                  .addElements(new Records("t", 1).add(7, 0, new byte[1 << 20]).block())
                  .advanceWatermarkToInfinity())
          .apply(WriteRawArchive.to("s3://tallybeam/raw"));
      pipeline.run().waitUntilFinish();
    }
    ArchivedFolder archive = new ArchivedFolder(temp.resolve("s3/data/tallybeam/raw"));
    String folder = "t/date=1970-01-01/";
    assertThat(
        archive.published(),
        contains(
            new Published(folder + "t-0-" + name(5, 6), "t", 0, 5, 6),
            new Published(folder + "t-1-" + name(7, 7), "t", 1, 7, 7)));
  }

  private static String name(long first, long last) {
    return String.format(Locale.ROOT, "%020d-%020d.ndjson.zst", first, last);
  }

  private static void backfill(String... more) throws Exception {
    List<String> args = Stream.concat(Stream.of("backfill", "--verbose"), Stream.of(more)).toList();
    Launched run = PackagedJar.of("direct").run(CLIENT, args.toArray(String[]::new));
    assertThat(run.err(), run.exit(), is(0));
    assertThat(run.out(), containsString("Backfill done: 8,999 events"));
    assertThat(run.out() + run.err(), not(containsString(SECRET)));
  }

  private static Map<String, List<Map<String, Object>>> tables(CatalogSettings settings)
      throws IOException {
    Map<String, List<Map<String, Object>>> tables = new TreeMap<>();
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      for (String name : catalog.names()) {
        // Rejects lie in other files here and there.
        tables.put(name, TableRows.without(TableRows.of(catalog.load(name)), "origin"));
      }
    }
    return tables;
  }

  private static void upload(String endpoint) throws IOException {
    try (S3Client client =
            S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(CREDENTIALS)
                .build();
        Stream<Path> files = Files.list(ARCHIVE)) {
      for (Path file : files.toList()) {
        client.putObject(put -> put.bucket("tallybeam").key("archive/" + file.getFileName()), file);
      }
    }
  }

  private static void check(Service.Answer answer) {
    assertEquals(0, answer.exit(), answer.err());
  }
}
