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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The price book of a stream, which may change while it runs.
 *
 * <p>Each process looks at the files once in a while, and reads them if one came, went or was
 * written anew. A book with an error is not taken: the last good one stays in force. A call is
 * priced by its event time, so that it makes no difference when prices of a later time were found.
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
  private final PriceBook first;
  private final long intervalNanos;

  /**
   * The book of some files.
   *
   * @param prices folders, files or globs
   * @param first what they hold now
   * @param interval how long is waited before they are looked at again
   */
  RefreshedPrices(List<String> prices, PriceBook first, Duration interval) {
    this.prices = List.copyOf(prices);
    this.first = first;
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public PriceBook book() {
    return KNOWN.computeIfAbsent(id, job -> new Known(first)).now(prices, intervalNanos);
  }

  /** The last good book of some files. */
  private static final class Known {
    private PriceBook book;

    /** What was taken up; empty before the first. */
    private Optional<List<String>> seen = Optional.empty();

    private boolean hasLooked;
    private long lookedAt;

    Known(PriceBook book) {
      this.book = book;
    }

    synchronized PriceBook now(List<String> prices, long intervalNanos) {
      long now = System.nanoTime();
      if (!hasLooked || now - lookedAt >= intervalNanos) {
        // A worker that starts has no metrics yet.
        boolean counts = hasLooked;
        hasLooked = true;
        lookedAt = now;
        look(prices, counts);
      }
      return book;
    }

    private void look(List<String> prices, boolean counts) {
      try {
        List<String> there = PriceFiles.fingerprint(prices);
        if (seen.equals(Optional.of(there))) {
          return;
        }
        book = PriceFiles.book(prices);
        seen = Optional.of(there);
        count(TAKEN, counts);
        LOG.info("Took up the price book of {}", prices);
      } catch (UserError e) {
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
