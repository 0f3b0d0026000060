package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.archive.ArchiveFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The class path has what reads and writes Cloud Storage, in versions that work together. */
final class StorageTest {

  private FakeStorage storage;

  @BeforeEach
  void start() throws IOException {
    storage = FakeStorage.start();
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  @Test
  void beamReadsAnArchive() {
    storage.put("archive/a.ndjson", "{\"tenant_id\":\"t\"}\n");
    storage.put("archive/b.ndjson", "{}\n");
    storage.put("other/c.ndjson", "{}\n");
    GcsOptions options = options(storage).as(GcsOptions.class);
    FileSystems.setDefaultPipelineOptions(options);

    List<ArchiveFile> files = ArchiveFiles.match(List.of("gs://bucket/archive/*")).files();

    assertThat(
        files.stream().map(file -> file.path() + " " + file.size()).toList(),
        is(List.of("gs://bucket/archive/a.ndjson 18", "gs://bucket/archive/b.ndjson 3")));
  }

  @Test
  void icebergWritesAndReadsFiles() throws IOException {
    String path = "gs://bucket/warehouse/data/file.parquet";
    Map<String, String> properties =
        Map.of("gcs.service.host", storage.address(), "gcs.no-auth", "true");
    try (FileIO io =
        CatalogUtil.loadFileIO("org.apache.iceberg.gcp.gcs.GCSFileIO", properties, null)) {
      try (OutputStream out = io.newOutputFile(path).create()) {
        out.write("rows".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(storage.names(), hasItem("warehouse/data/file.parquet"));
      try (InputStream in = io.newInputFile(path).newStream()) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8), is("rows"));
      }
      io.deleteFile(path);
      assertThat(storage.names(), is(List.of()));
    }
  }

  static GcsOptions options(FakeStorage storage) {
    return PipelineOptionsFactory.fromArgs(arguments(storage)).as(GcsOptions.class);
  }

  /** What leads Beam to the fake. */
  static String[] arguments(FakeStorage storage) {
    return new String[] {
      "--gcsEndpoint=" + storage.address() + "/storage/v1/",
      "--credentialFactoryClass=" + OfflineCredentials.class.getName()
    };
  }
}
