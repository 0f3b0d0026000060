package io.tallybeam.dataflow;

import java.util.stream.Stream;

/** The main of the Flex Template of {@code backfill}: a launcher gives options only. */
public final class BackfillTemplate {

  private BackfillTemplate() {}

  /** Writes the job where the launcher wants it, and exits with the code of the command line. */
  public static void main(String[] args) {
    String[] line = Stream.concat(Stream.of("backfill"), Stream.of(args)).toArray(String[]::new);
    System.exit(DataflowMain.run(line));
  }
}
