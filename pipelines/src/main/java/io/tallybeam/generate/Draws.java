package io.tallybeam.generate;

/**
 * Pseudo-random draws for one event: SplitMix64, whose n-th number needs no earlier one, so that an
 * event's draws depend on the seed and the event's number alone.
 */
final class Draws {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long seed, long number) {
    this.state = mix(seed ^ mix(number * GAMMA));
  }

  long next() {
    state += GAMMA;
    return mix(state);
  }

  /** From 0 to below {@code bound}. */
  long below(long bound) {
    return Math.floorMod(next() >>> 1, bound);
  }

  /** From 0 to below 1. */
  double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double share) {
    return share() < share;
  }

  static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
