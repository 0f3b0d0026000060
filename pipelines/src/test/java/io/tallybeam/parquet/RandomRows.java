package io.tallybeam.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Rows of columns that repeat, that hardly repeat, that are null now and then, or for long. */
final class RandomRows {

  private static final BigInteger LARGEST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private static final Map<String, Type> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("row", Types.LongType.get());
    TYPES.put("time", Types.TimestampType.withZone());
    TYPES.put("sorted_text", Types.StringType.get());
    TYPES.put("few_texts", Types.StringType.get());
    TYPES.put("some_texts", Types.StringType.get());
    TYPES.put("few_ints", Types.IntegerType.get());
    TYPES.put("few_longs", Types.LongType.get());
    TYPES.put("many_longs", Types.LongType.get());
    TYPES.put("some_longs", Types.LongType.get());
    TYPES.put("late_longs", Types.LongType.get());
    TYPES.put("no_longs", Types.LongType.get());
    TYPES.put("some_doubles", Types.DoubleType.get());
    TYPES.put("money", Types.DecimalType.of(38, 12));
    TYPES.put("some_zeros", Types.DecimalType.of(38, 3));
    TYPES.put("some_bytes", Types.BinaryType.get());
  }

  static final Schema SCHEMA = schema();

  private final Random random;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  private static Schema schema() {
    List<Types.NestedField> fields = new ArrayList<>();
    TYPES.forEach(
        (name, type) -> {
          // Numbers are not those of the columns' places.
          int id = 100 - fields.size();
          fields.add(
              isOptional(name)
                  ? Types.NestedField.optional(id, name, type)
                  : Types.NestedField.required(id, name, type));
        });
    return new Schema(fields);
  }

  private static boolean isOptional(String name) {
    return name.startsWith("some_") || name.startsWith("late_") || name.startsWith("no_");
  }

  List<Record> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> row(i, count)).toList();
  }

  private Record row(int number, int count) {
    GenericRecord row = GenericRecord.create(SCHEMA);
    row.setField("row", (long) number);
    row.setField(
        "time",
        Instant.EPOCH.plusMillis(number / 10 - 40).plusNanos(1000).atOffset(ZoneOffset.UTC));
    row.setField("sorted_text", String.format("tenant-%06d", number / 7));
    row.setField("few_texts", random.nextInt(50) == 0 ? "é\0😀".repeat(300) : text(4));
    row.setField("some_texts", maybe(this::text, 1_000));
    row.setField("few_ints", random.nextInt(3) - 1);
    row.setField("few_longs", random.nextInt(5) == 0 ? Long.MIN_VALUE : 7L);
    row.setField("many_longs", random.nextLong() >> random.nextInt(60));
    row.setField("some_longs", maybe(bound -> (long) random.nextInt(bound), 100));
    row.setField("late_longs", number < count / 2 ? null : (Object) 5L);
    row.setField("some_doubles", maybe(this::number, 6));
    row.setField("money", money());
    row.setField("some_zeros", maybe(bound -> new BigDecimal("0.000"), 1));
    row.setField("some_bytes", maybe(this::bytes, 40));
    return row;
  }

  private Object maybe(IntFunction<Object> value, int bound) {
    return random.nextInt(4) == 0 ? null : value.apply(bound);
  }

  private String text(int bound) {
    return "model-" + random.nextInt(bound);
  }

  private Object number(int bound) {
    return switch (random.nextInt(bound)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> 0.25;
      default -> random.nextGaussian();
    };
  }

  private BigDecimal money() {
    BigInteger unscaled =
        switch (random.nextInt(6)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> BigInteger.valueOf(-random.nextInt(10));
          case 2 -> LARGEST.subtract(BigInteger.valueOf(random.nextInt(3)));
          case 3 -> LARGEST.negate();
          case 4 ->
              BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.valueOf(random.nextInt(2)));
          default -> BigInteger.valueOf(random.nextLong());
        };
    return new BigDecimal(unscaled, 12);
  }

  private ByteBuffer bytes(int bound) {
    byte[] bytes = new byte[random.nextInt(bound)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
