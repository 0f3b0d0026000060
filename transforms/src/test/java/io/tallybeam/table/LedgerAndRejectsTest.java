package io.tallybeam.table;

import static io.tallybeam.table.Rows.fill;
import static io.tallybeam.table.Rows.value;
import static io.tallybeam.table.Rows.written;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.window.TumblingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Random;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;

/** Rows of {@link WindowLedgerTable} and {@link RejectedEventsTable}. */
class LedgerAndRejectsTest {

  private static final RejectedEventsTable REJECTED = new RejectedEventsTable();
  private static final WindowLedgerTable LEDGER =
      new WindowLedgerTable(TumblingWindow.of(Duration.ofMinutes(15)));

  private static final long WINDOW = Instant.parse("2024-05-01T10:15:00Z").toEpochMilli();

  @Test
  void aLedgerRowHoldsEveryCount() {
    LedgerCounts counts = LedgerCounts.of(28, 7, 6, 5, 4, 3, 8);
    Record row = fill(LEDGER, WindowLedgerTable.key("archive", WINDOW), counts);
    assertThat(value(row, "window_start"), is(OffsetDateTime.parse("2024-05-01T10:15:00Z")));
    assertThat(value(row, "window_end"), is(OffsetDateTime.parse("2024-05-01T10:30:00Z")));
    assertThat(value(row, "source"), is("archive"));
    assertThat(value(row, "read"), is(28L));
    assertThat(value(row, "aggregated"), is(7L));
    assertThat(value(row, "duplicates"), is(6L));
    assertThat(value(row, "conflicting_duplicates"), is(5L));
    assertThat(value(row, "rejected"), is(4L));
    assertThat(value(row, "outside_range"), is(3L));
    assertThat(value(row, "late"), is(8L));
  }

  @Test
  void aLedgerRowIsReadBack() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      long[] n = random.longs(7, 0, Long.MAX_VALUE).toArray();
      LedgerCounts counts = LedgerCounts.of(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
      long window = random.nextInt(3) == 0 ? Key.NO_WINDOW : WINDOW + i * 900_000L;
      Record row = fill(LEDGER, WindowLedgerTable.key("s", window), counts);
      assertThat(written(WindowLedgerTable.counts(row)), is(written(counts)));
      assertThat(WindowLedgerTable.windowStart(row), is(window));
    }
  }

  @Test
  void countsOfNoWindowHaveNoTimes() {
    Key key = WindowLedgerTable.key("s", Key.NO_WINDOW);
    Record row = fill(LEDGER, key, new LedgerCounts());
    assertThat(value(row, "window_start"), is(nullValue()));
    assertThat(value(row, "window_end"), is(nullValue()));
  }

  @Test
  void aDeadLetterKeepsAllThatIsKnown() {
    Record row = row(event(WINDOW, WINDOW + 1));
    assertThat(value(row, "window_start"), is(OffsetDateTime.parse("2024-05-01T10:15:00Z")));
    assertThat(value(row, "event_time"), is(OffsetDateTime.parse("2024-05-01T10:15:00.001Z")));
    assertThat(value(row, "reason"), is("invalid_number"));
    assertThat(value(row, "detail"), is("cost_usd is not a number"));
    assertThat(value(row, "source"), is("archive"));
    assertThat(value(row, "origin"), is("a/é.ndjson"));
    assertThat(value(row, "position"), is(1L << 40));
    assertThat(value(row, "payload"), is("{\"cost_usd\":\"漢\"}"));
    assertThat(value(row, "payload_bytes"), is(21L));
  }

  @Test
  void aDeadLetterWithoutATimeHasNone() {
    Record row = row(event(Key.NO_WINDOW, Parsed.NO_TIME));
    assertThat(value(row, "window_start"), is(nullValue()));
    assertThat(value(row, "event_time"), is(nullValue()));
    Record implausible = row(event(Key.NO_WINDOW, 0));
    assertThat(value(implausible, "window_start"), is(nullValue()));
    assertThat(value(implausible, "event_time"), is(OffsetDateTime.parse("1970-01-01T00:00:00Z")));
  }

  @Test
  void oneEventReadTwiceIsAnErrorAndNotOneDeadLetter() {
    RejectedEvent event = event(WINDOW, WINDOW);
    RejectedEvent.Details details = details(event);
    assertThrows(IllegalStateException.class, () -> details.merge(details(event)));
  }

  private static RejectedEvent event(long window, long time) {
    Reject reject = new Reject(RejectReason.INVALID_NUMBER, "cost_usd is not a number", time);
    String payload = "{\"cost_usd\":\"漢\"}";
    return new RejectedEvent("archive", "a/é.ndjson", 1L << 40, window, reject, payload, 21);
  }

  private static RejectedEvent.Details details(RejectedEvent event) {
    PartialFold<RejectedEvent.Details> fold = RejectedEventsTable.newFold();
    REJECTED.fold(event, fold);
    return fold.at(event.key());
  }

  /** The row of an event that crossed the runner. */
  private static Record row(RejectedEvent event) {
    byte[] bytes = HexFormat.of().parseHex(written(details(event)));
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    Record row = fill(REJECTED, event.key(), REJECTED.read(in));
    assertThat(in.hasRemaining(), is(false));
    return row;
  }
}
