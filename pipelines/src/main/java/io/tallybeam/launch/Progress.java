package io.tallybeam.launch;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a run is: of an input of known size, or of a number of events. Redraws one line on
 * a terminal, and prints a plain line every ten seconds elsewhere.
 */
public final class Progress implements AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;
  private static final long KIBIBYTE = 1 << 10;
  private static final Duration REDRAW = Duration.ofMillis(500);
  private static final Duration PLAIN_LINES = Duration.ofSeconds(10);

  private final LongSupplier position;
  private final Supplier<String> message;
  private final ProgressBar bar;
  private final Timer ticker;

  private Progress(
      LongSupplier position,
      Supplier<String> message,
      ProgressBarBuilder builder,
      Terminal terminal) {
    Duration interval = terminal.interactive() ? REDRAW : PLAIN_LINES;
    this.position = position;
    this.message = message;
    this.bar =
        builder
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) interval.toMillis())
            .setConsumer(
                terminal.interactive()
                    ? new ConsoleProgressBarConsumer(terminal.err(), 120)
                    : new DelegatingProgressBarConsumer(terminal.err()::println, 140))
            .build();
    this.ticker = new Timer("progress", true);
    ticker.scheduleAtFixedRate(
        new TimerTask() {
          @Override
          public void run() {
            step();
          }
        },
        0,
        interval.toMillis() / 2);
  }

  /** Shows {@code counts} go up to {@code totalBytes} until closed: bytes, events a second. */
  public static Progress show(ReadCounts counts, long totalBytes, Terminal terminal) {
    boolean large = totalBytes >= 10 * MEBIBYTE;
    return new Progress(
        counts::bytes,
        new ReadingMessage(counts, totalBytes),
        new ProgressBarBuilder()
            .setTaskName("Reading")
            .setInitialMax(totalBytes)
            .setUnit(large ? " MiB" : " KiB", large ? MEBIBYTE : KIBIBYTE),
        terminal);
  }

  /**
   * Shows a number of events go up until closed.
   *
   * @param task what is done with them, such as {@code Writing}
   * @param total how many there will be, or -1 if there is no end
   */
  public static Progress events(String task, LongSupplier events, long total, Terminal terminal) {
    long started = System.nanoTime();
    return new Progress(
        events,
        () -> String.format(" %,.0f/s", events.getAsLong() / secondsSince(started)),
        new ProgressBarBuilder().setTaskName(task).setInitialMax(total).setUnit(" events", 1),
        terminal);
  }

  private static double secondsSince(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private synchronized void step() {
    bar.stepTo(position.getAsLong());
    bar.setExtraMessage(message.get());
  }

  @Override
  public void close() {
    ticker.cancel();
    step();
    bar.close();
  }

  /** How many events there were, and how fast, for as long as there is something to read. */
  private static final class ReadingMessage implements Supplier<String> {
    private final ReadCounts counts;
    private final long totalBytes;
    private final long started = System.nanoTime();
    private boolean reading = true;
    private double readSeconds;

    ReadingMessage(ReadCounts counts, long totalBytes) {
      this.counts = counts;
      this.totalBytes = totalBytes;
    }

    @Override
    public String get() {
      long events = counts.events();
      if (reading) {
        readSeconds = secondsSince(started);
        reading = counts.bytes() < totalBytes;
      }
      return String.format(
          " %,d events, %,.0f/s%s",
          events, events / readSeconds, reading ? "" : "; writing tables");
    }
  }
}
