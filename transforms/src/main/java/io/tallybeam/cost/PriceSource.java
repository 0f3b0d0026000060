package io.tallybeam.cost;

import io.tallybeam.book.PriceBook;
import java.io.Serializable;

/** Where a worker gets its price book from. */
public interface PriceSource extends Serializable {

  /** The book to price by from now on; the same object as long as nothing changed. */
  PriceBook book();

  /** A book that never changes. */
  static PriceSource of(PriceBook book) {
    return new FixedBook(book);
  }

  /**
   * The book of a run that ends.
   *
   * @param book the book
   */
  record FixedBook(PriceBook book) implements PriceSource {}
}
