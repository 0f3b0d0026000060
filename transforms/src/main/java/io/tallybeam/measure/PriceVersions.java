package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The versions of the prices that calls of a row were priced by. Immutable: nearly all rows have
 * one.
 *
 * @param names sorted, each once
 */
public record PriceVersions(List<String> names) {

  /** No call was priced. */
  public static final PriceVersions NONE = new PriceVersions(List.of());

  private static final String SEPARATOR = ", ";

  /** Copies the names. */
  public PriceVersions {
    names = List.copyOf(names);
  }

  PriceVersions with(String version) {
    return names.contains(version) ? this : with(new PriceVersions(List.of(version)));
  }

  PriceVersions with(PriceVersions others) {
    if (names.containsAll(others.names)) {
      return this;
    }
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(others.names);
    return new PriceVersions(List.copyOf(all));
  }

  /** The names in one text, as rows hold it; null where there is none. */
  public @Nullable String text() {
    return names.isEmpty() ? null : String.join(SEPARATOR, names);
  }

  /** Those whose {@link #text} is {@code text}. */
  public static PriceVersions ofText(@Nullable String text) {
    return text == null ? NONE : new PriceVersions(Arrays.asList(text.split(SEPARATOR, -1)));
  }

  void write(ByteWriter out) {
    out.writeVarLong(names.size());
    names.forEach(out::writeUtf8);
  }

  static PriceVersions read(ByteReader in) {
    int size = (int) in.readVarLong();
    if (size == 0) {
      return NONE;
    }
    List<String> names = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      names.add(in.readUtf8());
    }
    return new PriceVersions(names);
  }
}
