package io.tallybeam.fold;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.tallybeam.event.Call;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameReader;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEvent;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.junit.jupiter.api.Test;

/** However much a bundle holds, a worker keeps a bounded part of it, and loses nothing. */
class FlushBoundsTest {

  private static final FoldSettings SETTINGS = Runs.of(TimeRange.ALWAYS, true, 4, true);
  private static final int MAX_SUMS = 50_000;
  private static final int MAX_KEYS = 100_000;
  private static final int MAX_NAMES = 100_000;
  private static final int MAX_REJECTED = 5_000;
  private static final long MAX_ROW_BYTES = 24L << 20;
  private static final long MAX_CALL_BYTES = 64L << 20;
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** Four times in a large call. */
  private static final String NAME = "n".repeat(Call.MAX_NAME_BYTES - 6);

  private static final int LARGE_CALL = 4 * (Call.MAX_NAME_BYTES + 16);

  /** Counts the rows of each table that have left. */
  private static final class Left implements PartialFold.Output {
    private final Map<String, Long> rows = new HashMap<>();

    long of(String table) {
      return rows.getOrDefault(table, 0L);
    }

    @Override
    public void emit(GroupKey group, Block block) throws IOException {
      rows.merge(group.table(), count(SETTINGS.tables().named(group.table()), block), Long::sum);
    }

    private static <M extends Measures<M>> long count(WindowTable<M> table, Block block)
        throws IOException {
      long[] rows = new long[1];
      try (PartialMerge<M> merge =
          new PartialMerge<>(List.of(block), BlockStore.INLINE, table::read)) {
        merge.forEach((key, measures) -> rows[0]++);
      }
      return rows[0];
    }
  }

  /** Whatever their order, they become rows, which leave by their bytes. */
  @Test
  void sumsAreFlushedBeforeTheyAreTooLarge() throws IOException {
    Left left = new Left();
    PartialTables partials = new PartialTables(SETTINGS, left);
    int keys = 2 * MAX_SUMS + 1;
    String name = "n".repeat(Call.MAX_NAME_BYTES - 6);
    long most = 0;
    for (int i = 0; i < keys; i++) {
      partials.add(call(name + i, "", 1), Event.START);
      most = Math.max(most, i + 1 - left.of(OperationsTable.METRICS));
    }
    long row = 3L * name.length();
    assertThat((most - MAX_SUMS) * row, is(lessThanOrEqualTo(MAX_ROW_BYTES)));
    assertThat("not at once", most, is(greaterThan(MAX_SUMS / 2L)));
    partials.flush();
    assertThat(left.of(OperationsTable.METRICS), is((long) keys));
    assertThat(left.of(WindowLedgerTable.NAME), is(1L));
  }

  /** Blocks of a row each would be a file each: of events in no order there are many groups. */
  @Test
  void sumsOfManyGroupsLeaveInFewBlocks() throws IOException {
    Map<GroupKey, Integer> blocks = new HashMap<>();
    PartialTables partials =
        new PartialTables(SETTINGS, (group, block) -> blocks.merge(group, 1, Integer::sum));
    for (int i = 0; i < MAX_SUMS + MAX_SUMS / 2; i++) {
      partials.add(call("t" + i, "", 1), Event.START + i % 500 * DAY);
    }
    partials.flush();
    assertThat(blocks.size(), is(greaterThan(500)));
    assertThat(blocks.values(), everyItem(is(1)));
  }

  /** Calls that come in order leave no sums, but rows, which are bounded by their bytes. */
  @Test
  void rowsAreFlushedBeforeTheyAreTooLarge() throws IOException {
    Left left = new Left();
    PartialTables partials = new PartialTables(SETTINGS, left);
    int keys = 60_000;
    String name = "n".repeat(Call.MAX_NAME_BYTES - 6);
    long most = 0;
    for (int i = 0; i < keys; i++) {
      partials.addNext(call(name + i, "", 1), Event.START);
      most = Math.max(most, i + 1 - left.of(OperationsTable.METRICS));
    }
    long row = 3L * name.length();
    assertThat(most * row, is(lessThanOrEqualTo(MAX_ROW_BYTES)));
    assertThat("not at once", most * row, is(greaterThan(MAX_ROW_BYTES / 2)));
    partials.flush();
    assertThat(left.of(OperationsTable.METRICS), is((long) keys));
  }

  @Test
  void windowsOfTheLedgerAreFlushedBeforeTheyAreTooMany() throws IOException {
    Left left = new Left();
    PartialTables partials = new PartialTables(SETTINGS, left);
    int windows = 2 * MAX_KEYS + 1;
    long most = 0;
    for (int i = 0; i < windows; i++) {
      partials.ledger(i * Event.WINDOW).addRead();
      most = Math.max(most, i + 1 - left.of(WindowLedgerTable.NAME));
    }
    assertThat(most, is(lessThanOrEqualTo((long) MAX_KEYS)));
    partials.flush();
    assertThat(left.of(WindowLedgerTable.NAME), is((long) windows));
  }

  @Test
  void deadLettersAreFlushedBeforeTheyAreTooMany() throws IOException {
    Left left = new Left();
    PartialTables partials = new PartialTables(SETTINGS, left);
    int rejects = 3 * MAX_REJECTED + 1;
    Reject reject = new Reject(RejectReason.MALFORMED_JSON, "", Parsed.NO_TIME);
    long most = 0;
    for (int i = 0; i < rejects; i++) {
      partials.add(new RejectedEvent("s", "file", i, Key.NO_WINDOW, reject, "{", 1));
      most = Math.max(most, i + 1 - left.of(RejectedEventsTable.NAME));
    }
    assertThat(most, is(lessThanOrEqualTo((long) MAX_REJECTED)));
    assertThat("not at once", most, is(greaterThan(MAX_REJECTED / 2L)));
    partials.flush();
    assertThat(left.of(RejectedEventsTable.NAME), is((long) rejects));
  }

  /** Each may be as long as {@code --payloadLimit} says. */
  @Test
  void deadLettersAreFlushedBeforeTheyAreTooLarge() throws IOException {
    Left left = new Left();
    PartialTables partials = new PartialTables(SETTINGS, left);
    Reject reject = new Reject(RejectReason.MALFORMED_JSON, "", Parsed.NO_TIME);
    String payload = "x".repeat(1 << 20);
    long most = 0;
    for (int i = 0; i < 50; i++) {
      partials.add(new RejectedEvent("s", "file", i, Key.NO_WINDOW, reject, payload, 1 << 20));
      most = Math.max(most, i + 1 - left.of(RejectedEventsTable.NAME));
    }
    assertThat(most, is(lessThanOrEqualTo(10L)));
    assertThat("not at once", most, is(greaterThan(5L)));
    partials.flush();
    assertThat(left.of(RejectedEventsTable.NAME), is(50L));
  }

  /** Of many groups, each of which has few. */
  @Test
  void callsAreFlushedBeforeTheyAreTooLarge() throws IOException {
    long[] left = new long[2];
    CallBlocks blocks =
        new CallBlocks(
            SETTINGS,
            (group, block) -> {
              left[0] += length(block);
              left[1]++;
            });
    int calls = 100_000;
    int days = 100;
    for (int i = 0; i < calls; i++) {
      blocks.add(largeCall(i), Event.START + i % days * DAY);
    }
    long held = calls * 4L * NAME.length() - left[0];
    assertThat(held, is(lessThanOrEqualTo(MAX_CALL_BYTES + LARGE_CALL)));
    assertThat("one flush of both shards of each window", left[1], is(2L * days));
    blocks.flush();
    assertThat(left[0], is(greaterThan(calls * 4L * NAME.length())));
  }

  /** Of few groups, before all of them are too large. */
  @Test
  void aBlockOfCallsIsAsLargeAsItsStoreWants() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    CallBlocks blocks =
        new CallBlocks(SETTINGS, (group, block) -> lengths.add(Math.toIntExact(length(block))));
    int calls = 10_000;
    for (int i = 0; i < calls; i++) {
      blocks.add(largeCall(i), Event.START);
    }
    long framesOfOne = 40 * Long.BYTES;
    int megabytes = (int) (calls * 4L * NAME.length() / BlockStore.INLINE_BYTES);
    assertThat(lengths.size(), is(greaterThan(megabytes - 3)));
    assertThat(
        lengths,
        everyItem(
            both(greaterThan((int) (BlockStore.INLINE_BYTES - framesOfOne)))
                .and(lessThanOrEqualTo(BlockStore.INLINE_BYTES + LARGE_CALL))));
    blocks.flush();
    assertThat(
        lengths.stream().mapToLong(length -> length).sum(),
        is(greaterThan(calls * 4L * NAME.length())));
  }

  /** They are shared by all blocks, however few calls have them. */
  @Test
  void namesAreForgottenBeforeTheyAreTooMany() throws IOException {
    long[] left = new long[1];
    CallBlocks blocks = new CallBlocks(SETTINGS, (group, block) -> left[0]++);
    for (int i = 0; i <= MAX_NAMES; i++) {
      blocks.add(call("t" + i, "id", 1), Event.START + i % 10 * DAY);
    }
    assertThat("one block of both shards of each day", left[0], is(20L));
  }

  /** A compressed file is one element, however large it is. */
  @Test
  void blocksOfALargeElementDoNotWaitForItsEnd() throws IOException {
    int[] left = new int[1];
    int[] leftBeforeTheEnd = new int[1];
    EventReader<Integer> reader =
        new EventReader<>() {
          private static final long serialVersionUID = 1;

          @Override
          public Origin origin(Integer element, long position) {
            return new Origin("file", position);
          }

          @Override
          public void read(Integer element, Events events) throws IOException {
            for (int i = 0; i < element; i++) {
              byte[] line = Event.of(call("t", NAME + i, 1)).line().getBytes(US_ASCII);
              events.event(line, 0, line.length, i);
            }
            leftBeforeTheEnd[0] = left[0];
          }
        };
    FoldCalls.Fold<Integer> fold = new FoldCalls.Fold<>(reader, SETTINGS);
    fold.setUp();
    fold.start();
    fold.process(10_000, counting(left));
    assertThat(leftBeforeTheEnd[0], is(greaterThan(1)));
  }

  private static DoFn.MultiOutputReceiver counting(int[] left) {
    return new DoFn.MultiOutputReceiver() {
      @Override
      public <T> DoFn.OutputReceiver<T> get(TupleTag<T> tag) {
        return new DoFn.OutputReceiver<>() {
          @Override
          public OutputBuilder<T> builder(T value) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void output(T block) {
            left[0]++;
          }
        };
      }

      @Override
      public <T> DoFn.OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static long length(Block block) throws IOException {
    long length = 0;
    try (FrameReader frames = new FrameReader(block, BlockStore.INLINE)) {
      for (byte[] frame = frames.nextFrame(); frame.length > 0; frame = frames.nextFrame()) {
        length += frame.length;
      }
    }
    return length;
  }

  private static Call largeCall(int number) {
    return call(NAME + number, NAME + number, number);
  }

  /** A fold that flushed in the middle of a bundle goes on with fresh counts. */
  @Test
  void theLedgerBalancesAcrossFlushes() throws IOException {
    Rows calls = new Rows();
    Rows partials = new Rows();
    CallFolder folder = new CallFolder(SETTINGS, SETTINGS.format().newParser(), calls, partials);
    folder.startElement(position -> new EventReader.Origin("file", position));
    byte[] line = Event.of(call("t", "", 1)).line().getBytes(US_ASCII);
    for (int i = 0; i < 10; i++) {
      folder.event(line, 0, line.length, i);
      if (i % 3 == 0) {
        folder.flush();
      }
    }
    folder.flush();
    folder.flush();
    String ten = Rows.written(LedgerCounts.of(10, 10, 0, 0, 0, 0, 0));
    assertThat(
        partials.merge(SETTINGS).get(WindowLedgerTable.NAME),
        is(Map.of(WindowLedgerTable.key("test", Event.START), ten)));
  }

  private static Call call(String tenant, String requestId, long cost) {
    String name = tenant.length() > 20 ? tenant : "p";
    return new Call(
        tenant, name, name, requestId, Event.START, false, false, 1, 1, Call.ABSENT, cost);
  }
}
