package io.tallybeam.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** The types that columns have, and Parquet's plain encoding of their values. */
enum ValueKind {
  INT(Integer.BYTES),
  LONG(Long.BYTES),
  DOUBLE(Double.BYTES),
  /** Microseconds since 1970, in UTC. */
  TIME(Long.BYTES),
  /** Of 38 digits: the unscaled value, its highest byte first. */
  DECIMAL(2 * Long.BYTES),
  /** UTF-8 behind its length. */
  TEXT(0),
  /** Bytes behind their length. */
  BINARY(0);

  private static final int MAX_LONG_DIGITS = 18;
  private static final int DECIMAL_DIGITS = 38;

  /** The bytes of every value; 0 where they differ. */
  final int width;

  ValueKind(int width) {
    this.width = width;
  }

  /** The kind of a type; empty if none of our tables has such a column. */
  static Optional<ValueKind> of(Type type) {
    return Optional.ofNullable(
        switch (type.typeId()) {
          case INTEGER -> INT;
          case LONG -> LONG;
          case DOUBLE -> DOUBLE;
          case STRING -> TEXT;
          case BINARY -> BINARY;
          case TIMESTAMP -> type.equals(Types.TimestampType.withZone()) ? TIME : null;
          case DECIMAL -> ((Types.DecimalType) type).precision() == DECIMAL_DIGITS ? DECIMAL : null;
          default -> null;
        });
  }

  /** Appends a value as an Iceberg record holds it. */
  void write(Object value, ByteWriter plain) {
    switch (this) {
      case INT -> writeInt((Integer) value, plain);
      case LONG -> writeLong((Long) value, plain);
      case DOUBLE -> writeLong(Double.doubleToRawLongBits((Double) value), plain);
      case TIME -> {
        OffsetDateTime time = (OffsetDateTime) value;
        long micros = Math.multiplyExact(time.toEpochSecond(), 1_000_000L);
        writeLong(Math.addExact(micros, time.getNano() / 1_000), plain);
      }
      case DECIMAL -> writeDecimal((BigDecimal) value, plain);
      case TEXT -> {
        byte[] bytes = ((String) value).getBytes(UTF_8);
        writeInt(bytes.length, plain);
        plain.writeBytes(bytes, 0, bytes.length);
      }
      case BINARY -> {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        writeInt(copy.length, plain);
        plain.writeBytes(copy, 0, copy.length);
      }
    }
  }

  private static void writeInt(int value, ByteWriter plain) {
    plain.writeByte(value);
    plain.writeByte(value >>> 8);
    plain.writeByte(value >>> 16);
    plain.writeByte(value >>> 24);
  }

  private static void writeLong(long value, ByteWriter plain) {
    plain.writeFixedLong(Long.reverseBytes(value));
  }

  private static void writeDecimal(BigDecimal value, ByteWriter plain) {
    if (value.precision() <= MAX_LONG_DIGITS) {
      long unscaled = value.unscaledValue().longValue();
      plain.writeFixedLong(unscaled >> (Long.SIZE - 1));
      plain.writeFixedLong(unscaled);
    } else {
      plain.writeFixedLong(value.unscaledValue().shiftRight(Long.SIZE).longValueExact());
      plain.writeFixedLong(value.unscaledValue().longValue());
    }
  }

  /** Lets {@code statistics} know of the value in {@code plain[from, to)}. */
  void count(ByteWriter plain, int from, int to, Statistics<?> statistics) {
    switch (this) {
      case INT -> statistics.updateStats(readInt(plain.array(), from));
      case LONG, TIME -> statistics.updateStats(readLong(plain, from));
      case DOUBLE -> statistics.updateStats(Double.longBitsToDouble(readLong(plain, from)));
      case DECIMAL ->
          statistics.updateStats(Binary.fromReusedByteArray(plain.array(), from, to - from));
      case TEXT, BINARY -> {
        int start = from + Integer.BYTES;
        statistics.updateStats(Binary.fromReusedByteArray(plain.array(), start, to - start));
      }
    }
  }

  private static int readInt(byte[] bytes, int from) {
    return (bytes[from] & 0xff)
        | (bytes[from + 1] & 0xff) << 8
        | (bytes[from + 2] & 0xff) << 16
        | bytes[from + 3] << 24;
  }

  private static long readLong(ByteWriter plain, int from) {
    return Long.reverseBytes(plain.getFixedLong(from));
  }
}
