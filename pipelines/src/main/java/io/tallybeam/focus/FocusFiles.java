package io.tallybeam.focus;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/**
 * The files of an export, which hold the same rows. Under their names they are whole; until {@link
 * #finish} they have others, and if it is not called they vanish.
 */
final class FocusFiles implements Closeable {

  private final Path csv;
  private final Path parquet;
  private final Path csvPart;
  private final Path parquetPart;
  private final CsvFile csvFile;
  private final FileAppender<Record> parquetFile;

  /**
   * Starts the files.
   *
   * @param folder is there
   */
  FocusFiles(Path folder, BillingMonth month) throws IOException {
    csv = folder.resolve("focus-1.2-" + month + ".csv");
    parquet = folder.resolve("focus-1.2-" + month + ".parquet");
    String part = "." + UUID.randomUUID() + ".part";
    csvPart = folder.resolve("." + csv.getFileName() + part);
    parquetPart = folder.resolve("." + parquet.getFileName() + part);
    csvFile = new CsvFile(csvPart, FocusSchema.get().columns());
    parquetFile = parquetPart().createWriterFunc(GenericParquetWriter::create).build();
  }

  private Parquet.WriteBuilder parquetPart() {
    return Parquet.write(org.apache.iceberg.Files.localOutput(parquetPart.toFile()))
        .schema(FocusSchema.get())
        .set(TableProperties.PARQUET_COMPRESSION, "zstd")
        // A row group is buffered in memory.
        .set(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(16 << 20));
  }

  /** Appends a row to both. */
  void write(Record row) {
    try {
      csvFile.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parquetFile.add(row);
  }

  /** Finishes both and gives them their names. */
  List<Path> finish() throws IOException {
    csvFile.close();
    parquetFile.close();
    if (Files.notExists(parquetPart)) {
      // Iceberg's own writer makes no file for no rows; that of Parquet does.
      parquetPart().build().close();
    }
    Files.move(csvPart, csv, StandardCopyOption.ATOMIC_MOVE);
    Files.move(parquetPart, parquet, StandardCopyOption.ATOMIC_MOVE);
    return List.of(csv, parquet);
  }

  @Override
  public void close() throws IOException {
    try {
      csvFile.close();
    } finally {
      try {
        // Its file is made as late as now.
        parquetFile.close();
      } finally {
        Files.deleteIfExists(csvPart);
        Files.deleteIfExists(parquetPart);
      }
    }
  }
}
