package io.tallybeam.launch;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far the reading of an input of known size is: bytes of the total, events a second, time
 * left. Redraws one line on a terminal, and prints a plain line every ten seconds elsewhere.
 */
public final class Progress implements AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;
  private static final long KIBIBYTE = 1 << 10;
  private static final Duration REDRAW = Duration.ofMillis(500);
  private static final Duration PLAIN_LINES = Duration.ofSeconds(10);

  private final ReadCounts counts;
  private final long totalBytes;
  private final ProgressBar bar;
  private final Timer ticker;
  private final long started = System.nanoTime();
  private boolean reading = true;
  private double readSeconds;

  private Progress(ReadCounts counts, long totalBytes, ProgressBar bar, Duration interval) {
    this.counts = counts;
    this.totalBytes = totalBytes;
    this.bar = bar;
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

  /** Shows {@code counts} go up to {@code totalBytes} until closed. */
  public static Progress show(ReadCounts counts, long totalBytes, Terminal terminal) {
    Duration interval = terminal.interactive() ? REDRAW : PLAIN_LINES;
    boolean large = totalBytes >= 10 * MEBIBYTE;
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("Reading")
            .setInitialMax(totalBytes)
            .setUnit(large ? " MiB" : " KiB", large ? MEBIBYTE : KIBIBYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) interval.toMillis())
            .setConsumer(
                terminal.interactive()
                    ? new ConsoleProgressBarConsumer(terminal.err(), 120)
                    : new DelegatingProgressBarConsumer(terminal.err()::println, 140));
    return new Progress(counts, totalBytes, builder.build(), interval);
  }

  private synchronized void step() {
    long bytes = counts.bytes();
    long events = counts.events();
    if (reading) {
      readSeconds = (System.nanoTime() - started) / 1e9;
      reading = bytes < totalBytes;
    }
    bar.stepTo(bytes);
    bar.setExtraMessage(
        String.format(
            " %,d events, %,.0f/s%s",
            events, events / readSeconds, reading ? "" : "; writing tables"));
  }

  @Override
  public void close() {
    ticker.cancel();
    step();
    bar.close();
  }
}
