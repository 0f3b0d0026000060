package io.tallybeam.parquet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.iceberg.DoubleFieldMetrics;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.types.Types;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of a file. A full page is encoded at once: by the numbers of its values in a dictionary,
 * as long as that is smaller, or else plainly.
 */
final class Column {

  private final PrimitiveType type;
  private final PageLimits limits;
  private final Page page;

  /** Of the whole file. */
  private final DoubleFieldMetrics.@Nullable Builder doubles;

  /** Of the whole file. */
  private long nulls;

  // Of the row group:
  private @Nullable PageWriter pages;
  private int pageNumber;

  /** Null where it was given up, since values repeat too little, and no page refers to it. */
  private @Nullable ValueDictionary dictionary;

  /** Whether pages still refer to the dictionary. */
  private boolean numbering;

  /** How many values of the dictionary the pages so far refer to. */
  private int known;

  /** The number of each value of a page. */
  private int[] numbers = new int[0];

  Column(Types.NestedField field, PrimitiveType type, PageLimits limits) {
    this.type = type;
    this.limits = limits;
    this.page = new Page(field);
    this.doubles =
        page.kind() == ValueKind.DOUBLE ? new DoubleFieldMetrics.Builder(field.fieldId()) : null;
  }

  /** Whether a column can be of that type, which those of our tables are. */
  static boolean canHold(Types.NestedField field) {
    return ValueKind.of(field.type()).isPresent();
  }

  /** Begins a row group, of which {@code into} takes the pages. */
  void startGroup(PageWriter into) {
    pages = into;
    pageNumber = 0;
    dictionary = new ValueDictionary(limits.dictionaryBytes());
    numbering = true;
    known = 0;
  }

  /**
   * Appends the value of a row, as an Iceberg record holds it.
   *
   * @throws IllegalArgumentException if the column cannot have it
   */
  void add(@Nullable Object value) throws IOException {
    page.add(value);
    if (value == null) {
      nulls++;
    } else if (doubles != null) {
      doubles.addValue((Double) value);
    }
    if (page.rows() == limits.rows() || page.size() >= limits.bytes()) {
      endPage();
    }
  }

  private void endPage() throws IOException {
    pageNumber++;
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.incrementNumNulls(page.rows() - page.values());
    BytesInput body = numbered(statistics);
    Encoding encoding = Encoding.RLE_DICTIONARY;
    if (body == null) {
      page.countAll(statistics);
      body = BytesInput.from(page.bytes(), 0, page.size());
      encoding = Encoding.PLAIN;
    }
    writer()
        .writePage(
            page.withLevels(body),
            page.rows(),
            page.rows(),
            statistics,
            Encoding.RLE,
            Encoding.RLE,
            encoding);
    page.clear();
  }

  /** The numbers of the values, or null where the page is to be plain. */
  private @Nullable BytesInput numbered(Statistics<?> statistics) throws IOException {
    if (!numbering || dictionary == null || (page.values() == 0 && known == 0)) {
      return null;
    }
    boolean complete = number(dictionary, statistics);
    int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(dictionary.size() - 1));
    int size = dictionary.bytes(dictionary.size()) + bits * page.values() / Byte.SIZE;
    if (!complete || (known == 0 && size >= page.size())) {
      numbering = false;
      numbers = new int[0];
      if (known == 0) {
        dictionary = null;
      }
      return null;
    }
    known = dictionary.size();
    BytesInput width = BytesInput.from(new byte[] {(byte) bits});
    return BytesInput.concat(width, SmallNumbers.encode(numbers, page.values(), bits));
  }

  /** Numbers the values of the page, and counts each once; false if the dictionary becomes full. */
  private boolean number(ValueDictionary distinct, Statistics<?> statistics) {
    if (numbers.length < page.values()) {
      numbers = new int[Math.max(page.values(), Math.min(2 * numbers.length, limits.rows()))];
    }
    byte[] bytes = page.bytes();
    int before = 0;
    int from = 0;
    for (int value = 0; value < page.values(); value++) {
      int to = page.end(value);
      if (value > 0 && Arrays.equals(bytes, before, from, bytes, from, to)) {
        numbers[value] = numbers[value - 1];
      } else {
        int number = distinct.find(bytes, from, to);
        if (number == ValueDictionary.FULL) {
          return false;
        }
        if (distinct.markSeen(number, pageNumber)) {
          page.count(from, to, statistics);
        }
        numbers[value] = number;
      }
      before = from;
      from = to;
    }
    return true;
  }

  private PageWriter writer() {
    if (pages == null) {
      throw new IllegalStateException("no row group");
    }
    return pages;
  }

  /** Ends the row group. */
  void endGroup() throws IOException {
    if (page.rows() > 0) {
      endPage();
    }
    if (dictionary != null && known > 0) {
      BytesInput values = BytesInput.from(dictionary.plain(), 0, dictionary.bytes(known));
      writer().writeDictionaryPage(new DictionaryPage(values, known, Encoding.PLAIN));
    }
    pages = null;
  }

  /** About how many bytes the row group has so far. */
  long bytes() {
    int distinct = dictionary == null ? 0 : dictionary.bytes(dictionary.size());
    return writer().getMemSize() + page.size() + distinct;
  }

  /** What Parquet's statistics do not tell: how many values are no numbers. */
  Optional<FieldMetrics<?>> metrics() {
    if (doubles == null) {
      return Optional.empty();
    }
    DoubleFieldMetrics some = doubles.build();
    return Optional.of(
        new FieldMetrics<>(
            some.id(),
            some.valueCount() + nulls,
            nulls,
            some.nanValueCount(),
            some.lowerBound(),
            some.upperBound()));
  }
}
