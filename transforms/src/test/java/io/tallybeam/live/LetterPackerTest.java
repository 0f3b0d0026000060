package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.table.LateEvent;
import io.tallybeam.table.RejectedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LetterPackerTest {

  /** One record may hold a million empty objects, and not all of them may have to be in memory. */
  @Test
  void letsGoOfManyBeforeTheEndOfTheElement() throws IOException {
    List<byte[]> parcels = new ArrayList<>();
    LetterPacker packer = new LetterPacker((key, parcel) -> parcels.add(parcel));
    int events = 3 * LetterPacker.MAX_EVENTS;
    for (int i = 0; i < events; i++) {
      if (i % 2 == 0) {
        packer.add(rejected(i, "x"));
      } else {
        packer.add(late(i));
      }
    }
    assertThat(parcels.size(), greaterThan(4));
    packer.flush();

    assertThat(packer.rejected() + packer.late(), is((long) events));
    LedgerCounts counts = counts(parcels);
    assertThat(counts.read(), is((long) events));
    assertThat(counts.rejected(), is(events / 2L));
    assertThat(counts.late(), is(events / 2L));
  }

  @Test
  void letsGoOfLongOnes() throws IOException {
    List<byte[]> parcels = new ArrayList<>();
    LetterPacker packer = new LetterPacker((key, parcel) -> parcels.add(parcel));
    String payload = "x".repeat(1 << 20);
    for (int i = 0; i < 25; i++) {
      packer.add(rejected(i, payload));
    }
    assertThat(counts(parcels).read(), is(20L));
  }

  private static LedgerCounts counts(List<byte[]> parcels) throws IOException {
    LedgerCounts counts = new LedgerCounts();
    for (byte[] parcel : parcels) {
      Letters.of(parcel).counts().values().forEach(counts::merge);
    }
    return counts;
  }

  private static RejectedEvent rejected(int position, String payload) {
    Reject reject = new Reject(RejectReason.MALFORMED_JSON, "no", Parsed.NO_TIME);
    return new RejectedEvent("t", "t/0/" + position, 0, Key.NO_WINDOW, reject, payload, 1);
  }

  private static LateEvent late(int position) {
    return new LateEvent("t", "t/0/" + position, 0, 0, "tenant", 1, 1, "x", 1);
  }
}
