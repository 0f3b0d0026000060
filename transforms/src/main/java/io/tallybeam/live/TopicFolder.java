package io.tallybeam.live;

import io.tallybeam.event.Call;
import io.tallybeam.event.EventParser;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import io.tallybeam.fold.EventReader;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.partial.Key;
import io.tallybeam.table.LateEvent;
import io.tallybeam.table.RejectedEvent;
import java.io.IOException;
import java.util.function.LongFunction;

/**
 * The loop over the events of one element of a partition: parse, decide what becomes of the event,
 * and pack it for its window.
 *
 * <p>An event is late if its window had closed by the watermark of its own partition when it was
 * read. So it depends on the order in the partition alone which events are late, not on how far
 * other partitions are.
 */
final class TopicFolder implements EventReader.Events {

  private final LiveSettings settings;
  private final FoldSettings rules;
  private final EventParser parser;
  private final PartitionClock clock;
  private final LongFunction<EventReader.Origin> origins;
  private final ParcelPacker parcels;
  private final LetterPacker letters;
  private long believedUntil = Long.MAX_VALUE;
  private long events;

  /**
   * Starts an element.
   *
   * @param parser reads its events
   * @param clock of the element's partition, as it was before the element
   * @param origins finds events again
   */
  TopicFolder(
      LiveSettings settings,
      EventParser parser,
      PartitionClock clock,
      LongFunction<EventReader.Origin> origins,
      ParcelPacker parcels,
      LetterPacker letters) {
    this.settings = settings;
    this.rules = settings.fold();
    this.parser = parser;
    this.clock = clock;
    this.origins = origins;
    this.parcels = parcels;
    this.letters = letters;
  }

  /** How many events there were. */
  long events() {
    return events;
  }

  @Override
  public void believeUntil(long latestMillis) {
    believedUntil = latestMillis;
  }

  @Override
  public void event(byte[] buffer, int offset, int length, long position) throws IOException {
    events++;
    Parsed parsed = parser.parse(buffer, offset, length);
    if (parsed instanceof Reject reject) {
      reject(reject, buffer, offset, length, position, length);
    } else if (parsed instanceof Call call) {
      if (isBelieved(call.eventTimeMillis())) {
        add(call, buffer, offset, length, position);
        clock.observe(call.eventTimeMillis());
      } else {
        reject(implausible(call.eventTimeMillis()), buffer, offset, length, position, length);
      }
    }
  }

  private void add(Call call, byte[] buffer, int offset, int length, long position)
      throws IOException {
    long window = rules.windows().startOf(call.eventTimeMillis());
    if (!rules.range().contains(window)) {
      letters.countOutside();
    } else if (clock.watermark() >= settings.closeOf(window)) {
      addLate(call, window, buffer, offset, length, position);
    } else {
      parcels.add(call, window);
    }
  }

  private void addLate(Call call, long window, byte[] buffer, int offset, int length, long position)
      throws IOException {
    EventReader.Origin origin = origins.apply(position);
    letters.add(
        new LateEvent(
            rules.source(),
            origin.name(),
            origin.position(),
            window,
            call.tenant(),
            call.eventTimeMillis(),
            clock.watermark() - settings.closeOf(window),
            rules.redaction().redact(buffer, offset, length),
            length));
  }

  @Override
  public void tooLong(byte[] buffer, int offset, int length, long position, long totalLength)
      throws IOException {
    events++;
    Reject reject =
        new Reject(
            RejectReason.LINE_TOO_LONG,
            "the line has " + totalLength + " bytes, more than are read (--maxLineBytes)",
            Parsed.NO_TIME);
    reject(reject, buffer, offset, length, position, totalLength);
  }

  private boolean isBelieved(long time) {
    return time != Parsed.NO_TIME && rules.plausible().contains(time) && time <= believedUntil;
  }

  private Reject implausible(long time) {
    String detail =
        rules.plausible().contains(time)
            ? "the time lies ahead of the time the record was written at"
            : "the time lies outside of " + rules.plausible();
    return new Reject(RejectReason.IMPLAUSIBLE_TIMESTAMP, detail, time);
  }

  private void reject(
      Reject reject, byte[] buffer, int offset, int length, long position, long totalLength)
      throws IOException {
    long time = reject.eventTimeMillis();
    long window = isBelieved(time) ? rules.windows().startOf(time) : Key.NO_WINDOW;
    if (window != Key.NO_WINDOW && !rules.range().contains(window)) {
      letters.countOutside();
      return;
    }
    EventReader.Origin origin = origins.apply(position);
    letters.add(
        new RejectedEvent(
            rules.source(),
            origin.name(),
            origin.position(),
            window,
            reject,
            rules.redaction().redact(buffer, offset, length),
            totalLength));
  }
}
