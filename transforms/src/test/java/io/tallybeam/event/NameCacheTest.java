package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NameCacheTest {

  @Test
  void equalBytesAreOneObject() {
    NameCache cache = new NameCache();
    List<CallNames> names = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      names.add(read(cache, new CallNames("tenant-" + i, "azure", "gpt-4o")));
    }
    for (int i = 0; i < 1_000; i++) {
      CallNames equal = new CallNames("tenant-" + i, "azure", "gpt-4o");
      assertThat(read(cache, equal), is(equal));
      assertThat(read(cache, equal), is(sameInstance(names.get(i))));
    }
  }

  /** Names are anybody's, and so is their length. */
  @Test
  void doesNotKeepMoreThanSoManyBytes() {
    NameCache cache = new NameCache();
    List<CallNames> names = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      names.add(read(cache, new CallNames("tenant-" + i, "azure", "m".repeat(8_000))));
    }
    Collections.reverse(names);
    int kept = 0;
    while (kept < names.size() && isKept(cache, names.get(kept))) {
      kept++;
    }
    assertThat(kept * 8_000L, is(lessThan(17L << 20)));
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isKept(NameCache cache, CallNames names) {
    return read(cache, names) == names;
  }

  private static CallNames read(NameCache cache, CallNames names) {
    ByteWriter out = new ByteWriter(64);
    names.write(out);
    return cache.read(new ByteReader(out.array(), 0, out.size()));
  }
}
