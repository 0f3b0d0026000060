package io.tallybeam.table;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Makes rows as a sink does, and checks that a file could hold them. */
final class Rows {

  private Rows() {}

  static <M extends Measures<M>> Record fill(WindowTable<M> table, Key key, M measures) {
    Record row = GenericRecord.create(table.schema());
    // As a sink has it, which fills one row again and again: nothing of this may be left.
    for (int i = 0; i < row.size(); i++) {
      row.set(i, new Object());
    }
    table.fill(key, measures, row);
    for (int i = 0; i < row.size(); i++) {
      Types.NestedField field = table.schema().columns().get(i);
      Object value = row.get(i);
      if (value != null) {
        assertThat(field.name(), value, is(instanceOf(javaClass(field.type()))));
      } else {
        assertThat("null in " + field, field.isOptional(), is(true));
      }
      if (value instanceof BigDecimal decimal) {
        assertThat(decimal.scale(), is(((Types.DecimalType) field.type()).scale()));
        assertThat(decimal.precision() <= 38, is(true));
      }
    }
    return row;
  }

  private static Class<?> javaClass(Type type) {
    return type instanceof Types.TimestampType ? OffsetDateTime.class : type.typeId().javaClass();
  }

  static Object value(Record row, String column) {
    assertThat(column, row.struct().field(column), is(notNullValue()));
    return row.getField(column);
  }

  static <M extends Measures<M>> String written(M measures) {
    ByteWriter out = new ByteWriter(16);
    measures.write(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
