package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.topic.Records;
import java.nio.file.Path;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many files dead letters become. */
final class LetterFilesTest {

  private static final int LONGEST = 1 << 20;

  @TempDir Path warehouse;

  @Test
  void thoseOfAnIntervalAreOneFile() {
    assertThat(filesOf("a", "b", "c"), is(1));
  }

  /** All that is held is read into memory. */
  @Test
  void veryLongOnesAreNotHeld() {
    // Of three bytes a character: two of these are more than 32 MB.
    String many = ("語".repeat(LONGEST) + "\n").repeat(6);
    assertThat(filesOf(many, many, "c"), is(2));
  }

  /** Each record comes in an element of its own. */
  private int filesOf(String... records) {
    TestStream.Builder<byte[]> stream = TestStream.create(ByteArrayCoder.of());
    for (int offset = 0; offset < records.length; offset++) {
      byte[] value = records[offset].getBytes(UTF_8);
      stream = stream.addElements(new Records("calls", 0).add(offset, offset, value).block());
    }
    new TestedStream(warehouse)
        .run(
            stream
                .advanceProcessingTime(Duration.standardMinutes(2))
                .advanceProcessingTime(Duration.standardMinutes(2))
                .advanceWatermarkToInfinity(),
            TestedStream.DIRECT,
            "--topic=calls",
            "--redact=false",
            "--payloadLimit=" + LONGEST,
            "--maxLineBytes=" + 4 * LONGEST);
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      return CommittedRows.files(catalog.load(RejectedEventsTable.NAME)).size();
    }
  }
}
