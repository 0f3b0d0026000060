package io.tallybeam.prices;

import io.tallybeam.book.PriceBook;
import io.tallybeam.cost.PriceSource;
import io.tallybeam.error.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price book of a stream, which may change while it runs.
 *
 * <p>Each process looks at the files once in a while, and reads them if one came, went or was
 * written anew. A book with an error is not taken: the last good one stays in force, and a process
 * that starts and so has none fails, rather than price by the book of the day the job began. A call
 * is priced by its event time, so that it makes no difference when prices of a later time were
 * found.
 */
final class RefreshedPrices implements PriceSource {

  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(RefreshedPrices.class);
  private static final Counter TAKEN = Metrics.counter("tallybeam", "price_books_taken");
  private static final Counter REFUSED = Metrics.counter("tallybeam", "price_books_refused");

  /** What this process knows of the books of its jobs. */
  private static final ConcurrentMap<String, Known> KNOWN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<String> prices;
  private final long intervalNanos;

  /**
   * The book of some files.
   *
   * @param prices folders, files or globs
   * @param interval how long is waited before they are looked at again
   */
  RefreshedPrices(List<String> prices, Duration interval) {
    this.prices = List.copyOf(prices);
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public PriceBook book() {
    return KNOWN.computeIfAbsent(id, job -> new Known()).now(prices, intervalNanos);
  }

  /** The last good book of some files. */
  private static final class Known {
    private @Nullable PriceBook book;

    /** What was taken up; empty before the first. */
    private Optional<List<String>> seen = Optional.empty();

    private long lookedAt;

    synchronized PriceBook now(List<String> prices, long intervalNanos) {
      long now = System.nanoTime();
      if (book == null || now - lookedAt >= intervalNanos) {
        lookedAt = now;
        look(prices);
      }
      return book;
    }

    private void look(List<String> prices) {
      // A worker that starts has no metrics yet.
      boolean counts = book != null;
      try {
        List<String> there = PriceFiles.fingerprint(prices);
        if (seen.equals(Optional.of(there))) {
          return;
        }
        PriceBook read = PriceFiles.book(prices);
        if (!PriceFiles.fingerprint(prices).equals(there)) {
          throw new UserError("--prices: a file is being written");
        }
        book = read;
        seen = Optional.of(there);
        count(TAKEN, counts);
        LOG.info("Took up the price book of {}", prices);
      } catch (UserError e) {
        if (book == null) {
          throw e;
        }
        count(REFUSED, counts);
        LOG.error("The last good price book stays in force: {}", e.getMessage());
      }
    }

    private static void count(Counter counter, boolean counts) {
      if (counts) {
        counter.inc();
      }
    }
  }
}
