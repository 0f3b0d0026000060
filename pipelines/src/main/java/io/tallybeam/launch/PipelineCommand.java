package io.tallybeam.launch;

/**
 * A pipeline that the command line can start.
 *
 * @param <O> its options
 */
public interface PipelineCommand<O extends TallybeamOptions> {

  /** Its name on the command line, of one word or of several with spaces between them. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** Its options. */
  Class<O> options();

  /**
   * Runs it to its end.
   *
   * @throws io.tallybeam.error.UserError if the user can mend what is wrong
   * @throws io.tallybeam.error.RunStopped if the run stopped itself
   */
  void run(O options, Terminal terminal) throws Exception;
}
