package io.tallybeam.error;

/** A mistake that a worker has told its runner not to try again. */
public final class MarkedFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private MarkedFailure(UserError mistake) {
    super(mistake);
  }

  /** Found by its name. */
  public static final class Provider implements FinalFailure {

    /** Found by its name. */
    public Provider() {}

    @Override
    public RuntimeException of(RuntimeException failure) {
      return failure instanceof UserError mistake ? new MarkedFailure(mistake) : failure;
    }
  }
}
