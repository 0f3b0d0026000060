package io.tallybeam.fold;

import io.tallybeam.event.Call;
import io.tallybeam.event.EventParser;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.table.RejectedEvent;
import java.io.IOException;
import java.util.function.LongFunction;

/**
 * The loop over events: parse, decide what becomes of the event, and fold it or hand it on.
 *
 * <p>Every event is counted as read in the ledger, and there ends as exactly one of: aggregated,
 * duplicate (decided behind the grouping), rejected or outside the range.
 */
final class CallFolder implements EventReader.Events {

  private final FoldSettings settings;
  private final EventParser parser;
  private final PartialTables partials;
  private final CallBlocks calls;
  private LongFunction<EventReader.Origin> origins =
      position -> new EventReader.Origin("", position);

  CallFolder(
      FoldSettings settings,
      EventParser parser,
      PartialFold.Output calls,
      PartialFold.Output partials) {
    this.settings = settings;
    this.parser = parser;
    this.calls = new CallBlocks(settings, calls);
    this.partials = new PartialTables(settings, partials);
  }

  /** The events that follow are of an element in which {@code newOrigins} finds them again. */
  void startElement(LongFunction<EventReader.Origin> newOrigins) {
    origins = newOrigins;
  }

  @Override
  public void event(byte[] buffer, int offset, int length, long position) throws IOException {
    Parsed parsed = parser.parse(buffer, offset, length);
    if (parsed instanceof Reject reject) {
      reject(reject, buffer, offset, length, position, length);
    } else if (parsed instanceof Call call) {
      if (settings.plausible().contains(call.eventTimeMillis())) {
        add(call);
      } else {
        reject(implausible(call.eventTimeMillis()), buffer, offset, length, position, length);
      }
    }
  }

  private void add(Call call) throws IOException {
    long window = settings.windows().startOf(call.eventTimeMillis());
    if (!settings.range().contains(window)) {
      countOutside();
      return;
    }
    partials.ledger(window).addRead();
    if (settings.deduplicate() && !call.requestId().isEmpty()) {
      calls.add(call, window);
    } else {
      partials.add(call, window);
    }
  }

  @Override
  public void tooLong(byte[] buffer, int offset, int length, long position, long totalLength)
      throws IOException {
    Reject reject =
        new Reject(
            RejectReason.LINE_TOO_LONG,
            "the line has " + totalLength + " bytes, more than are read (--maxLineBytes)",
            Parsed.NO_TIME);
    reject(reject, buffer, offset, length, position, totalLength);
  }

  private Reject implausible(long time) {
    return new Reject(
        RejectReason.IMPLAUSIBLE_TIMESTAMP,
        "the time lies outside of " + settings.plausible(),
        time);
  }

  private void reject(
      Reject reject, byte[] buffer, int offset, int length, long position, long totalLength)
      throws IOException {
    long time = reject.eventTimeMillis();
    boolean inWindow = time != Parsed.NO_TIME && settings.plausible().contains(time);
    long window = inWindow ? settings.windows().startOf(time) : Key.NO_WINDOW;
    if (inWindow && !settings.range().contains(window)) {
      countOutside();
      return;
    }
    LedgerCounts counts = partials.ledger(window);
    counts.addRead();
    counts.addRejected();
    String payload = settings.redaction().redact(buffer, offset, length);
    EventReader.Origin origin = origins.apply(position);
    partials.add(
        new RejectedEvent(
            settings.source(),
            origin.name(),
            origin.position(),
            window,
            reject,
            payload,
            totalLength));
  }

  private void countOutside() throws IOException {
    LedgerCounts counts = partials.ledger(Key.NO_WINDOW);
    counts.addRead();
    counts.addOutsideRange();
  }

  /** Emits all that is held. */
  void flush() throws IOException {
    calls.flush();
    partials.flush();
  }
}
