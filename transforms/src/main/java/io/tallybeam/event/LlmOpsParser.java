package io.tallybeam.event;

import static io.tallybeam.event.LlmOpsNames.API_KEY_HASH;
import static io.tallybeam.event.LlmOpsNames.CACHED;
import static io.tallybeam.event.LlmOpsNames.CACHE_HIT;
import static io.tallybeam.event.LlmOpsNames.COST;
import static io.tallybeam.event.LlmOpsNames.COUNT;
import static io.tallybeam.event.LlmOpsNames.COUNTS;
import static io.tallybeam.event.LlmOpsNames.EVENT_ID;
import static io.tallybeam.event.LlmOpsNames.IGNORED;
import static io.tallybeam.event.LlmOpsNames.LATENCY;
import static io.tallybeam.event.LlmOpsNames.MODEL;
import static io.tallybeam.event.LlmOpsNames.PROJECT;
import static io.tallybeam.event.LlmOpsNames.PROVIDER;
import static io.tallybeam.event.LlmOpsNames.REGION;
import static io.tallybeam.event.LlmOpsNames.REQUEST_ID;
import static io.tallybeam.event.LlmOpsNames.SERVICE;
import static io.tallybeam.event.LlmOpsNames.SUCCESS;
import static io.tallybeam.event.LlmOpsNames.TEAM;
import static io.tallybeam.event.LlmOpsNames.TENANT;
import static io.tallybeam.event.LlmOpsNames.TIMESTAMP;
import static io.tallybeam.event.LlmOpsNames.TOKENS_INPUT;
import static io.tallybeam.event.LlmOpsNames.TOKENS_OUTPUT;
import static io.tallybeam.event.LlmOpsNames.USER;
import static io.tallybeam.event.PlainJson.NOT_PLAIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallybeam.bytes.ByteWriter;

/**
 * Reads the plain lines that producers write, straight from their bytes. At the first sign of
 * anything else, be it a fault, {@link LlmOpsFormat} reads the line anew: it alone says what is
 * wrong with a line, and what an unusual one means.
 */
final class LlmOpsParser implements EventParser {

  private static final byte[] UNKNOWN = Call.UNKNOWN.getBytes(US_ASCII);

  /** In the order of the bits of {@link NamesCoding}. */
  private static final int[] OPTIONAL = {TEAM, USER, API_KEY_HASH, PROJECT, SERVICE, REGION};

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final EventParser judge;
  private final KeyMemory keys = new KeyMemory();
  private final NameCache names = new NameCache();
  private final ByteWriter nameBytes = new ByteWriter(256);

  /** One bit a field that was seen, and that has a value other than null. */
  private int seen;

  private int given;

  /** Where the value of a name starts, and how long it is. */
  private final int[] starts = new int[COUNT];

  private final int[] lengths = new int[COUNT];

  /** The value of a number, a time, or a flag (0 or 1). */
  private final long[] numbers = new long[COUNT];

  /**
   * A parser.
   *
   * @param judge reads all lines that are not plain
   */
  LlmOpsParser(EventParser judge) {
    this.judge = judge;
  }

  @Override
  public Parsed parse(byte[] bytes, int offset, int length) {
    return readCall(bytes, offset, length) ? call(bytes) : judge.parse(bytes, offset, length);
  }

  @Override
  public long callTime(byte[] bytes, int offset, int length) {
    return readCall(bytes, offset, length)
        ? numbers[TIMESTAMP]
        : judge.callTime(bytes, offset, length);
  }

  /** Whether the line is plain, and then a call. */
  private boolean readCall(byte[] bytes, int offset, int length) {
    seen = 0;
    given = 0;
    return readObject(bytes, offset, offset + length)
        && hasName(TENANT)
        && bytes[starts[TENANT]] != ' '
        && has(TIMESTAMP)
        && isPlainId(REQUEST_ID, bytes)
        && isPlainId(EVENT_ID, bytes);
  }

  private boolean isPlainId(int field, byte[] bytes) {
    return !hasName(field) || !Absent.maybeNoId(bytes, starts[field], lengths[field]);
  }

  private boolean readObject(byte[] bytes, int offset, int end) {
    if (offset >= end || bytes[offset] != '{') {
      return false;
    }
    int i = offset + 1;
    for (int position = 0; ; position++) {
      int behind = keys.behind(position, bytes, i, end);
      if (behind < 0) {
        behind = readKey(position, bytes, i, end);
        if (behind < 0) {
          return false;
        }
      }
      i = readValue(keys.field(position), bytes, PlainJson.afterSpace(bytes, behind, end), end);
      if (i < 0 || i >= end) {
        return false;
      }
      if (bytes[i] != ',') {
        return bytes[i] == '}' && i + 1 == end;
      }
      i = PlainJson.afterSpace(bytes, i + 1, end);
    }
  }

  /** The index behind the key and its colon, or {@link PlainJson#NOT_PLAIN}; remembers the key. */
  private int readKey(int position, byte[] bytes, int i, int end) {
    int quote = i < end && bytes[i] == '"' ? PlainJson.stringEnd(bytes, i + 1, end) : NOT_PLAIN;
    if (quote < 0 || quote + 1 >= end || bytes[quote + 1] != ':') {
      return NOT_PLAIN;
    }
    int field = LlmOpsNames.of(bytes, i + 1, quote - i - 1);
    keys.remember(position, field, bytes, i, quote + 2);
    return quote + 2;
  }

  /** The index behind the value, or {@link PlainJson#NOT_PLAIN}. */
  private int readValue(int field, byte[] bytes, int i, int end) {
    if (field == IGNORED) {
      return PlainJson.valueEnd(bytes, i, end);
    }
    int bit = 1 << field;
    if ((seen & bit) != 0) {
      return NOT_PLAIN;
    }
    seen |= bit;
    if (PlainJson.isNull(bytes, i, end)) {
      return i + 4;
    }
    given |= bit;
    return switch (field) {
      case TENANT,
          PROVIDER,
          MODEL,
          REQUEST_ID,
          EVENT_ID,
          TEAM,
          USER,
          API_KEY_HASH,
          PROJECT,
          SERVICE,
          REGION ->
          readName(field, bytes, i, end);
      case CACHE_HIT, SUCCESS -> readFlag(field, bytes, i, end);
      case TIMESTAMP -> readTime(bytes, i, end);
      case LATENCY -> readNumber(field, FixedPoint.MILLIS_TO_MICROS, bytes, i, end);
      case COST -> readNumber(field, FixedPoint.USD_TO_PICOS, bytes, i, end);
      case TOKENS_INPUT, TOKENS_OUTPUT -> readNumber(field, FixedPoint.TOKENS, bytes, i, end);
      default -> field >= CACHED ? readNumber(field, FixedPoint.TOKENS, bytes, i, end) : NOT_PLAIN;
    };
  }

  private int readName(int field, byte[] bytes, int i, int end) {
    if (i >= end || bytes[i] != '"') {
      return NOT_PLAIN;
    }
    int quote = PlainJson.stringEnd(bytes, i + 1, end);
    int length = quote - i - 1;
    if (quote < 0 || length > Call.MAX_NAME_BYTES || Absent.isNothing(bytes, i + 1, length)) {
      return NOT_PLAIN;
    }
    starts[field] = i + 1;
    lengths[field] = length;
    return quote + 1;
  }

  private int readFlag(int field, byte[] bytes, int i, int end) {
    if (PlainJson.isTrue(bytes, i, end)) {
      numbers[field] = 1;
      return i + 4;
    }
    numbers[field] = 0;
    return PlainJson.isFalse(bytes, i, end) ? i + 5 : NOT_PLAIN;
  }

  private int readTime(byte[] bytes, int i, int end) {
    if (i >= end || bytes[i] != '"') {
      return NOT_PLAIN;
    }
    int quote = PlainJson.stringEnd(bytes, i + 1, end);
    long time = quote < 0 ? Parsed.NO_TIME : PlainTime.parse(bytes, i + 1, quote);
    numbers[TIMESTAMP] = time;
    return time == Parsed.NO_TIME ? NOT_PLAIN : quote + 1;
  }

  /** Reads a number without an exponent, with no more digits than are kept. */
  private int readNumber(int field, FixedPoint unit, byte[] bytes, int i, int end) {
    int at = i;
    long value = 0;
    for (; PlainJson.isDigit(bytes, at, end); at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    int digits = at - i;
    if (digits == 0 || (bytes[i] == '0' && digits > 1)) {
      return NOT_PLAIN;
    }
    int missing = unit.scale();
    if (at < end && bytes[at] == '.') {
      int point = at++;
      for (; PlainJson.isDigit(bytes, at, end); at++) {
        value = value * 10 + (bytes[at] - '0');
      }
      int fraction = at - point - 1;
      if (fraction == 0) {
        return NOT_PLAIN;
      }
      digits += fraction;
      missing -= fraction;
    }
    if (missing < 0 || digits + missing >= POWERS.length) {
      return NOT_PLAIN;
    }
    value *= POWERS[missing];
    numbers[field] = value;
    return value <= unit.max() ? at : NOT_PLAIN;
  }

  private boolean has(int field) {
    return (given & 1 << field) != 0;
  }

  private boolean hasName(int field) {
    return has(field) && lengths[field] > 0;
  }

  private Call call(byte[] bytes) {
    int id = hasName(REQUEST_ID) ? REQUEST_ID : EVENT_ID;
    return new Call(
        names(bytes),
        has(id) ? new String(bytes, starts[id], lengths[id], ISO_8859_1) : "",
        numbers[TIMESTAMP],
        has(CACHE_HIT) && numbers[CACHE_HIT] == 1,
        has(SUCCESS) && numbers[SUCCESS] == 0,
        number(TOKENS_INPUT),
        number(TOKENS_OUTPUT),
        number(LATENCY),
        number(COST),
        given < 1 << CACHED ? UsageDetails.NONE : usage());
  }

  private long number(int field) {
    return has(field) ? numbers[field] : Call.ABSENT;
  }

  private UsageDetails usage() {
    long[] counts = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      counts[i] = number(CACHED + i);
    }
    return UsageDetails.of(counts);
  }

  /** Builds the bytes of the names, as {@link NamesCoding} writes them. */
  private CallNames names(byte[] bytes) {
    long there = 0;
    if (given >= 1 << TEAM) {
      for (int i = 0; i < OPTIONAL.length; i++) {
        there |= hasName(OPTIONAL[i]) ? 1L << i : 0;
      }
    }
    nameBytes.reset();
    nameBytes.writeVarLong(there);
    write(TENANT, bytes);
    writeOrUnknown(PROVIDER, bytes);
    writeOrUnknown(MODEL, bytes);
    for (int i = 0; there >>> i != 0; i++) {
      if ((there & 1L << i) != 0) {
        write(OPTIONAL[i], bytes);
      }
    }
    return names.get(nameBytes.array(), 0, nameBytes.size());
  }

  private void writeOrUnknown(int field, byte[] bytes) {
    if (has(field)) {
      write(field, bytes);
    } else {
      nameBytes.writeVarLong(UNKNOWN.length);
      nameBytes.writeBytes(UNKNOWN, 0, UNKNOWN.length);
    }
  }

  private void write(int field, byte[] bytes) {
    nameBytes.writeVarLong(lengths[field]);
    nameBytes.writeBytes(bytes, starts[field], lengths[field]);
  }
}
