package io.tallybeam.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.archive.MemoryFileSystem;
import io.tallybeam.book.PriceBook;
import io.tallybeam.error.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshedPricesTest {

  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final Duration NEVER_AGAIN = Duration.ofDays(1);

  @TempDir Path folder;

  private RefreshedPrices prices(Duration interval) {
    List<String> files = List.of(folder.toString());
    RefreshedPrices prices = new RefreshedPrices(files, interval);
    // As a worker has it.
    return SerializableUtils.clone(prices);
  }

  private void write(String file, String model, String rate) throws IOException {
    Files.writeString(folder.resolve(file), text(model, rate));
  }

  private static String text(String model, String rate) {
    return "unit: USD per 1M tokens\nprices:\n  - {model: "
        + model
        + ", rates: {input: "
        + rate
        + ", output: 1}}\n";
  }

  @Test
  void aBookThatChangedIsTakenUp() throws IOException {
    write("one.yaml", "a", "1");
    RefreshedPrices prices = prices(AT_ONCE);
    PriceBook first = prices.book();
    assertThat(first.names(), contains("a"));
    assertThat(prices.book(), is(sameInstance(first)));
    write("two.yaml", "b", "1");
    assertThat(prices.book().names(), contains("a", "b"));
    Files.delete(folder.resolve("one.yaml"));
    assertThat(prices.book().names(), contains("b"));
  }

  @Test
  void theLastGoodBookStaysInForce() throws IOException {
    write("one.yaml", "a", "1");
    RefreshedPrices prices = prices(AT_ONCE);
    PriceBook first = prices.book();
    write("two.yaml", "b", "-1");
    assertThat(prices.book(), is(sameInstance(first)));
    Files.delete(folder.resolve("one.yaml"));
    Files.delete(folder.resolve("two.yaml"));
    assertThat("all files are gone", prices.book(), is(sameInstance(first)));
    write("two.yaml", "b", "2");
    assertThat(prices.book(), is(not(sameInstance(first))));
    assertThat(prices.book().names(), contains("b"));
  }

  /** Of several files, some would be of the old book and some of the new one. */
  @Test
  void aBookThatChangesWhileItIsReadIsNotTakenUntilItStays() {
    String file = MemoryFileSystem.put("prices/book.yaml", bytes("a"));
    RefreshedPrices prices = new RefreshedPrices(List.of(file), AT_ONCE);
    PriceBook first = prices.book();
    MemoryFileSystem.putChanging("prices/book.yaml", bytes("half"), bytes("whole"));

    assertThat(prices.book(), is(sameInstance(first)));
    assertThat(prices.book().names(), contains("whole"));
  }

  private static byte[] bytes(String model) {
    return text(model, "1").getBytes(UTF_8);
  }

  @Test
  void booksThatAreTakenUpAndRefusedLaterAreCounted() throws IOException {
    MetricsContainerImpl metrics = new MetricsContainerImpl("step");
    try (Closeable counted = MetricsEnvironment.scopedMetricsContainer(metrics)) {
      RefreshedPrices prices = prices(AT_ONCE);
      write("one.yaml", "a", "1");
      prices.book();
      assertThat("the first", counted(metrics, "taken"), is(0L));
      write("one.yaml", "bb", "1");
      prices.book();
      write("one.yaml", "ccc", "1");
      prices.book();
      write("one.yaml", "dddd", "-1");
      prices.book();
    }
    assertThat(counted(metrics, "taken"), is(2L));
    assertThat(counted(metrics, "refused"), is(1L));
  }

  private static long counted(MetricsContainerImpl metrics, String what) {
    return metrics.getCounter(MetricName.named("tallybeam", "price_books_" + what)).getCumulative();
  }

  @Test
  void aNewWorkerStartsWithWhatIsThereByThen() throws IOException {
    write("one.yaml", "a", "1");
    RefreshedPrices prices = prices(NEVER_AGAIN);
    write("one.yaml", "a-longer", "1");
    assertThat(prices.book().names(), contains("a-longer"));
    write("one.yaml", "b", "1");
    assertThat("not looked at so soon", prices.book().names(), contains("a-longer"));
  }

  /** Not with the book of the day the job began: its prices may long be others. */
  @Test
  void aNewWorkerDoesNotStartOnABrokenBook() throws IOException {
    write("one.yaml", "a", "-1");
    RefreshedPrices prices = prices(AT_ONCE);

    assertThrows(UserError.class, prices::book);

    write("one.yaml", "a", "1");
    assertThat(prices.book().names(), contains("a"));
  }
}
