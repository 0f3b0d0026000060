package io.tallybeam.benchmark.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompareAnswersTest {

  private static final String ROW = "00:00 00:15 a openai gpt-4o 3 0.5 0.25 12.75 7.5 99.5 0.125";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // column, value, equal, equal where averages are whole
    "0, 00:15, false, false",
    "2, b, false, false",
    "5, 4, false, false",
    "6, 0.5000000001, true, true",
    "6, 0.500001, false, false",
    "8, 12.75000000001, true, true",
    "8, 12, false, true",
    "8, 13, false, false",
    "9, 7, false, true",
    "10, 99, false, true",
    "11, 0.1250000001, true, true",
    "11, 0.12501, false, false",
  })
  void oneCellIsCompared(int column, String value, boolean equal, boolean equalWhole)
      throws IOException {
    String[] cells = ROW.split(" ", -1);
    cells[column] = value;
    Path other = write("other", String.join("\t", cells));
    Path ours = write("ours", ROW.replace(' ', '\t'));
    assertEquals(equal, CompareAnswers.difference(ours, other, false).isEmpty());
    assertEquals(equalWhole, CompareAnswers.difference(ours, other, true).isEmpty());
  }

  @Test
  void aRowTooManyOrTooFewIsADifference() throws IOException {
    String row = ROW.replace(' ', '\t');
    Path one = write("one", row);
    Path two = write("two", row, row);
    assertEquals(true, CompareAnswers.difference(one, one, false).isEmpty());
    assertEquals(false, CompareAnswers.difference(one, two, false).isEmpty());
    assertEquals(false, CompareAnswers.difference(two, one, false).isEmpty());
  }

  @Test
  void sortingIsByBytesAndCallsAreAdded() throws IOException {
    String row = ROW.replace(' ', '\t');
    String upper = row.replace("\ta\t", "\tB\t");
    Path file = write("unsorted", row, upper);
    Answer.sort(file);
    assertEquals(List.of(upper, row), Files.readAllLines(file));
    assertEquals(6, Answer.calls(file));
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }
}
