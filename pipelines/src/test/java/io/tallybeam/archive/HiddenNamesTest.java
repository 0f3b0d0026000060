package io.tallybeam.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenNamesTest {

  @ParameterizedTest
  @CsvSource({
    "s3://b/*, s3://b/_SUCCESS, true",
    "s3://b/*, s3://b/.part-0.json.crc, true",
    "/d/.calls*, /d/.calls.ndjson, false",
    "/d/_events-*, /d/_events-1.ndjson, false",
    "/d/_*, /d/.calls.ndjson, true",
    "/d/?calls*, /d/.calls.ndjson, true",
    "/d/**, /d/e/._calls.ndjson, true",
    "/d/*, /d/calls_1.ndjson, false",
    "/d/**, /d/_e/calls.ndjson, false",
    "/d/_calls.ndjson, /d/_calls.ndjson, false",
    "/*/_calls.ndjson, /d/_calls.ndjson, false",
    "_calls.ndjson, /d/_calls.ndjson, false",
    "/d/*, /d/_t-0-00000000000000000000-00000000000000000009.ndjson.zst, false",
    "/d/*, /d/.t-0-00000000000000000000-00000000000000000009.ndjson.zst.Ab3dXy, true"
  })
  void aWildcardLeavesOutWhatBeginsWithADotOrAnUnderscore(
      String glob, String path, boolean leaves) {
    assertThat(HiddenNames.leaves(glob, path), is(leaves));
  }
}
