package io.tallybeam.order;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ValueState;

/**
 * Puts the elements of a key into the order in which they were sent, each naming the one before it.
 *
 * <p>A step that takes its input only once that is stable does not get it in order, though the key
 * is one. On Flink what waits for a checkpoint is kept in several buffers in turn; after a restore
 * every worker begins at the buffer of any one of them, and if a checkpoint had failed on some,
 * that is one that still holds what came before. So later elements can come first, and before they
 * are stable.
 */
public final class SentOrder {

  /** What the first element of a key names as the one before it. */
  public static final String NONE = "";

  /** Takes the elements in order. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes one.
     *
     * @return its id, which the next one names
     */
    String take(byte[] element) throws IOException;
  }

  private SentOrder() {}

  /**
   * Gives {@code element} to {@code taker}, and all that waited for it; or lets it wait.
   *
   * @param previous the id of the element sent before it
   * @param waiting elements that came too early, by the id that they wait for
   * @param last the id of the last element that was taken
   */
  public static void take(
      String previous,
      byte[] element,
      MapState<String, byte[]> waiting,
      ValueState<String> last,
      Taker taker)
      throws IOException {
    String taken = Optional.ofNullable(last.read()).orElse(NONE);
    if (!previous.equals(taken)) {
      waiting.put(previous, element);
      return;
    }
    byte[] next = element;
    while (next != null) {
      taken = taker.take(next);
      next = waiting.get(taken).read();
      waiting.remove(taken);
    }
    last.write(taken);
  }
}
