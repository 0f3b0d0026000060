package io.tallybeam.partial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

/** What a runner relies on: keys group by their bytes, and blocks come back as they went. */
class CodersTest {

  private static final List<GroupKey> KEYS =
      List.of(
          new GroupKey("", 0, 0),
          new GroupKey("", 1, 0),
          new GroupKey("", 0, 1),
          new GroupKey("llm_operations_metrics", Key.NO_WINDOW, 4095),
          new GroupKey("llm_operations_metrics", Long.MAX_VALUE, 4095),
          new GroupKey("漢🐝", -1, Integer.MAX_VALUE));

  private static final List<Block> BLOCKS =
      List.of(
          new Block.Inline(new byte[0]),
          new Block.Inline(new byte[] {0}),
          new Block.Inline(new byte[] {-1, 0, 1}),
          new Block.Inline(new byte[100_000]),
          new Block.Stored("", 0, 0),
          new Block.Stored("a", 1L << 40, Integer.MAX_VALUE),
          new Block.Stored("a", 1L << 40, 7),
          new Block.Stored("a", 0, 7),
          new Block.Stored("b", 0, 7));

  @Test
  void groupKeysComeBackAndGroupByTheirBytes() throws Exception {
    check(GroupKeyCoder.of(), KEYS);
    assertThat(GroupKeyCoder.of().consistentWithEquals(), is(true));
  }

  @Test
  void blocksComeBackAsTheyWent() throws Exception {
    check(BlockCoder.of(), BLOCKS);
  }

  private static <T> void check(Coder<T> coder, List<T> values) throws Exception {
    coder.verifyDeterministic();
    assertThat(SerializableUtils.ensureSerializable(coder), is(coder));
    for (T value : values) {
      T copy = CoderUtils.clone(coder, value);
      assertThat(copy, is(value));
      assertThat(copy.hashCode(), is(value.hashCode()));
      for (T other : values) {
        boolean same = values.indexOf(value) == values.indexOf(other);
        String what = value + " and " + other;
        assertThat(what, copy.equals(other), is(same));
        assertThat(what, bytesOf(coder, copy).equals(bytesOf(coder, other)), is(same));
        Object structure = coder.structuralValue(copy);
        assertThat(what, structure.equals(coder.structuralValue(other)), is(same));
      }
    }
    assertThat(readAll(coder, values), is(values));
    assertThat(Set.copyOf(values).size(), is(values.size()));
  }

  private static <T> String bytesOf(Coder<T> coder, T value) throws IOException {
    return CoderUtils.encodeToBase64(coder, value);
  }

  /** All values one behind the other: a coder must know where its value ends. */
  private static <T> List<T> readAll(Coder<T> coder, List<T> values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (T value : values) {
      coder.encode(value, out);
    }
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    List<T> read = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      read.add(coder.decode(in));
    }
    assertThat(in.available(), is(0));
    return read;
  }
}
