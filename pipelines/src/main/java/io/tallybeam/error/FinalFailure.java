package io.tallybeam.error;

import java.util.ServiceLoader;

/**
 * Tells a runner that a step which failed fails again whenever it is tried. A runner that tries
 * again without end provides one.
 */
public interface FinalFailure {

  /** What to throw in place of {@code failure}, which it is caused by. */
  RuntimeException of(RuntimeException failure);

  /** What a worker throws in place of {@code failure}; that itself where no runner needs more. */
  static RuntimeException from(RuntimeException failure) {
    return ServiceLoader.load(FinalFailure.class, FinalFailure.class.getClassLoader())
        .findFirst()
        .map(known -> known.of(failure))
        .orElse(failure);
  }
}
