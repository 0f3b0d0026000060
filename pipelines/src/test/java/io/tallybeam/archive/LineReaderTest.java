package io.tallybeam.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line is handed out once, whatever the slices, the chunks and the longest line. */
final class LineReaderTest {
  private static final String MARK = "\u00ef\u00bb\u00bf";
  private static final int[] CHUNKS = {1, 2, 3, 7, 8, 9, 64};
  private static final int[] LONGEST = {1, 2, 5, 12, 1000};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r",
        "\r\n",
        "\n\n\n",
        "a",
        "a\n",
        "\na",
        "a\r",
        "a\r\n",
        "a\rb\r\r\n\rc\n",
        "one\ntwo\r\nthree",
        "one\n\n\r\n \t \n\t\r\n  two  \n",
        "a\nb\nc\nd\ne\n",
        "abcdefgh\nijklmnop\nqrstuvwx",
        "a line that is longer than most slices and chunks here\nb\n",
        "b\na line that is longer than most slices and chunks here",
        "b\n                                     \nb\n",
        "b\n                                     x\nb\n",
        "0123\r\n0123\r\n01234\r\n012345\r\n012345\r\n",
        MARK,
        MARK + "\n",
        MARK + "a",
        MARK + "a\r\nb\n",
        MARK + MARK + "a\n",
        MARK + "01234\r\n" + MARK + "012345\n",
        MARK + "a first line that is longer than is read\nb",
        "\u00ef\u00bb",
        "\u00ef\u00bb\na\n",
        "\n" + MARK + "a\n",
        "\212\13\t\212\n\n\13\n\f\377\n",
        "\0\n\0\0\n",
      })
  void adversarialContent(String content) throws IOException {
    byte[] bytes = content.getBytes(ISO_8859_1);
    for (int sliceBytes = 1; sliceBytes <= bytes.length + 1; sliceBytes++) {
      for (int chunkBytes : CHUNKS) {
        for (int longest : LONGEST) {
          check(bytes, sliceBytes, chunkBytes, longest);
        }
      }
    }
  }

  @Test
  void randomContent() throws IOException {
    Random random = new Random(20240501);
    String[] pieces = {"\n", "\r\n", "\r", " ", "\t", "a", "{}", MARK, "0123456789", "\212\13"};
    for (int round = 0; round < 3000; round++) {
      StringBuilder content = new StringBuilder();
      int size = random.nextInt(400);
      int kinds = 1 + random.nextInt(pieces.length);
      while (content.length() < size) {
        content.append(pieces[random.nextInt(kinds)]);
      }
      byte[] bytes = content.toString().getBytes(ISO_8859_1);
      int sliceBytes = 1 + random.nextInt(bytes.length + 10);
      check(bytes, sliceBytes, 1 + random.nextInt(100), 1 + random.nextInt(60));
    }
  }

  @Test
  void aLineOfTheLongestLengthIsReadAndTheNextByteIsTooMuch() throws IOException {
    for (String end : new String[] {"", "\n", "\r\n", "\r"}) {
      for (String start : new String[] {"", MARK, "a\n"}) {
        byte[] fits = (start + "x".repeat(50) + end).getBytes(ISO_8859_1);
        byte[] tooLong = (start + "x".repeat(51) + end).getBytes(ISO_8859_1);
        for (int chunkBytes = 1; chunkBytes < 120; chunkBytes++) {
          check(fits, 1000, chunkBytes, 50);
          check(tooLong, 1000, chunkBytes, 50);
        }
      }
    }
  }

  @Test
  void theBufferStaysBoundedWhateverTheLine() throws IOException {
    byte[] content = new byte[1_000_000];
    Arrays.fill(content, (byte) 'x');
    RecordedLines sink = new RecordedLines();
    new LineReader(100, 64).read(new Trickle(content, 0), 0, Long.MAX_VALUE, sink, () -> {});
    assertThat(sink.lines, is(RecordedLines.expected(content, 100)));
    assertThat(sink.largestBuffer, lessThanOrEqualTo(100 + 4 + 64));
  }

  /** The reader of a slice within one long line must not read the rest of it. */
  @Test
  void aSliceWithoutLineStartsIsReadToItsEndOnly() throws IOException {
    byte[] content = "x".repeat(100_000).getBytes(ISO_8859_1);
    ByteArrayInputStream in = new ByteArrayInputStream(content, 99, content.length);
    RecordedLines sink = new RecordedLines();
    new LineReader(1000, 64).read(in, 100, 300, sink, () -> {});
    assertThat(sink.lines.size(), is(0));
    assertThat(in.available(), is(content.length - 300));
  }

  private static void check(byte[] content, int sliceBytes, int chunkBytes, int longest)
      throws IOException {
    RecordedLines sink = new RecordedLines();
    LineReader reader = new LineReader(longest, chunkBytes);
    boolean marked = new String(content, ISO_8859_1).startsWith(MARK);
    for (int start = 0; start < content.length; start += sliceBytes) {
      int end = Math.min(content.length, start + sliceBytes);
      int before = sink.lines.size();
      InputStream in = new Trickle(content, Math.max(0, start - 1));
      reader.read(in, start, end, sink, () -> {});
      for (RecordedLines.Line line : sink.lines.subList(before, sink.lines.size())) {
        long first = marked && line.position() == 3 ? 0 : line.position();
        assertThat("owned by [" + start + ", " + end + ")", first >= start && first < end);
      }
    }
    String setting = "slices " + sliceBytes + ", chunks " + chunkBytes + ", longest " + longest;
    assertThat(setting, sink.lines, is(RecordedLines.expected(content, longest)));
  }

  /** A stream that gives fewer bytes than it is asked for. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] content, int from) {
      super(content, from, content.length - from);
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      return super.read(bytes, offset, Math.min(length, 1 + (pos * 7) % 13));
    }
  }
}
