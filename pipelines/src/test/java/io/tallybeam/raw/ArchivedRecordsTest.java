package io.tallybeam.raw;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivedRecordsTest {

  private static final ArchivedRecords RECORDS =
      new ArchivedRecords(
          List.of(
              new PartitionFiles("s3://b/archive/", "t", 0).published(0, 9, 0),
              new PartitionFiles("s3://b/archive/", "t", 0).published(20, 29, 0),
              new PartitionFiles("s3://b/archive/", "t-1", 7).published(5, 5, 0),
              "s3://b/archive/other/calls.ndjson.zst"));

  @ParameterizedTest
  @CsvSource({
    "t/0/0, false",
    "t/0/9, false",
    "t/0/10, true",
    "t/0/19, true",
    "t/0/20, false",
    "t/0/30, true",
    "t/1/0, true",
    "t-1/7/4, true",
    "t-1/7/5, false",
    "other/0/0, false",
    "s3://b/archive/other/calls.ndjson.zst, false",
    "t/0/99999999999999999999, false"
  })
  void tellsWhichRecordsOfATopicNoFileHolds(String origin, boolean lacking) {
    assertThat(RECORDS.lacks(origin), is(lacking));
  }

  @Test
  void tellsWhatIsMissingBetweenFiles() {
    assertThat(RECORDS.gaps(), is(List.of(new ArchivedRecords.Offsets("t", 0, 10, 19))));
    PartitionFiles files = new PartitionFiles("a/", "t", 0);
    ArchivedRecords whole =
        new ArchivedRecords(
            List.of(
                files.published(20, 29, 0), files.published(5, 9, 0), files.published(10, 19, 0)));
    assertThat("the first may be anywhere", whole.gaps(), is(List.of()));
  }

  /** A long file that begins before a short one holds what lies behind that, too. */
  @Test
  void tellsWhatTwoFilesHold() {
    PartitionFiles files = new PartitionFiles("a/", "t", 0);
    ArchivedRecords records =
        new ArchivedRecords(
            List.of(
                files.published(0, 99, 0),
                files.published(20, 29, 0),
                files.published(90, 120, 0),
                files.published(121, 130, 0),
                new PartitionFiles("b/", "t", 0).published(121, 130, 0)));
    assertThat(
        records.overlaps(),
        is(
            List.of(
                new ArchivedRecords.Offsets("t", 0, 20, 29),
                new ArchivedRecords.Offsets("t", 0, 90, 99),
                new ArchivedRecords.Offsets("t", 0, 121, 130))));
    assertThat(records.gaps(), is(List.of()));
    assertThat(records.lacks("t/0/50"), is(false));
    assertThat(records.lacks("t/0/131"), is(true));
    assertThat(RECORDS.overlaps(), is(List.of()));
  }

  @Test
  void filesOfNoArchiveHoldNoRecordThatIsKnown() {
    ArchivedRecords none = new ArchivedRecords(List.of("a/b.ndjson", "t-0-1-2.ndjson.zst"));
    assertThat(none.isEmpty(), is(true));
    assertThat(none.lacks("t/0/1"), is(false));
    assertThat(none.gaps(), is(List.of()));
    assertThat(RECORDS.isEmpty(), is(false));
  }
}
