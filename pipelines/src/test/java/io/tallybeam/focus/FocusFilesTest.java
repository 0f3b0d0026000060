package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FocusFilesTest {

  @TempDir Path folder;

  @Test
  void nothingIsLeftWhereAFileCannotBeClosed() throws IOException {
    FocusFiles files = new FocusFiles(folder, BillingMonth.parse("2024-03"));
    files.write(row());
    Path csv = only();
    // The one of Parquet is made as late as when it is closed.
    String parquet = csv.getFileName().toString().replace(".csv.", ".parquet.");
    Path inTheWay = Files.createDirectories(folder.resolve(parquet).resolve("in the way"));

    assertThrows(Exception.class, files::close);

    assertThat(only(), is(inTheWay.getParent()));
  }

  private Path only() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      // Hadoop's checksums are none of ours.
      return paths.filter(path -> !path.toString().endsWith(".crc")).reduce(this::several).get();
    }
  }

  private Path several(Path one, Path other) {
    throw new AssertionError(one + " and " + other);
  }

  private static Record row() {
    Record row = GenericRecord.create(FocusSchema.get());
    FocusSchema.get().columns().forEach(column -> row.setField(column.name(), of(column.type())));
    return row;
  }

  private static Object of(Type type) {
    if (type instanceof Types.DecimalType decimal) {
      return BigDecimal.ZERO.setScale(decimal.scale());
    }
    return switch (type.typeId()) {
      case STRING -> "text";
      case LONG -> 1L;
      default -> Instant.EPOCH.atOffset(ZoneOffset.UTC);
    };
  }
}
