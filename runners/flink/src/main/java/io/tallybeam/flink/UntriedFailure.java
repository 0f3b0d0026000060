package io.tallybeam.flink;

import io.tallybeam.error.FinalFailure;
import java.util.Objects;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** Ends a job whatever its restart strategy: by default a cluster restarts it for ever. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class UntriedFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private UntriedFailure(RuntimeException failure) {
    super(Objects.toString(failure.getMessage(), "failed"), failure);
  }

  /** Found by its name. */
  public static final class Provider implements FinalFailure {

    /** Found by its name. */
    public Provider() {}

    @Override
    public RuntimeException of(RuntimeException failure) {
      return new UntriedFailure(failure);
    }
  }
}
