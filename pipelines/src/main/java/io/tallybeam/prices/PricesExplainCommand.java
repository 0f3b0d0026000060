package io.tallybeam.prices;

import io.tallybeam.book.PriceBook;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.Pricer;

/** {@code prices explain}: prices one call and shows every step. */
public final class PricesExplainCommand implements PipelineCommand<PricesExplainOptions> {

  /** The command. */
  public PricesExplainCommand() {}

  @Override
  public String name() {
    return "prices explain";
  }

  @Override
  public String summary() {
    return "Prices one call by a price book and shows every step.";
  }

  @Override
  public Class<PricesExplainOptions> options() {
    return PricesExplainOptions.class;
  }

  @Override
  public void run(PricesExplainOptions options, Terminal terminal) {
    ExplainedCall call = ExplainedCall.of(options);
    PriceBook book = PriceFiles.book(PricesOptions.filesOf(options));
    Pricer pricer = new Pricer(book, call.policy());
    // A gateway's cache hit is free, and the steps are those that it avoided.
    CallCost charged = new CallCost();
    pricer.price(call.usage(), charged);
    CallCost cost = new CallCost();
    pricer.price(call.usage().cacheHit(call.cacheHit()), cost);
    new Explanation(book, call, charged, cost).print(terminal.out());
  }
}
