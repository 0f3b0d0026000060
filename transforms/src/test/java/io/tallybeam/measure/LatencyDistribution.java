package io.tallybeam.measure;

import io.tallybeam.event.Call;
import java.util.Random;

/** Latencies as they may be distributed, in microseconds. */
enum LatencyDistribution {
  UNIFORM {
    @Override
    long next(Random random) {
      return random.nextLong(60_000_000);
    }
  },
  LOG_NORMAL {
    @Override
    long next(Random random) {
      double micros = 800_000 * Math.exp(1.5 * random.nextGaussian());
      return Math.min(Call.MAX_LATENCY_MICROS, (long) micros);
    }
  },
  CONSTANT {
    @Override
    long next(Random random) {
      return 1_234_567;
    }
  },
  ZEROS {
    @Override
    long next(Random random) {
      return 0;
    }
  },
  MANY_ZEROS {
    @Override
    long next(Random random) {
      return random.nextInt(3) == 0 ? 1 + random.nextLong(2_000_000) : 0;
    }
  },
  EXTREMES {
    @Override
    long next(Random random) {
      return random.nextBoolean() ? 1 + random.nextInt(2) : Call.MAX_LATENCY_MICROS;
    }
  },
  ALL_SIZES {
    @Override
    long next(Random random) {
      return random.nextLong(1 + (Call.MAX_LATENCY_MICROS >> random.nextInt(42)));
    }
  };

  abstract long next(Random random);

  /** From 1 to {@code most} latencies. */
  long[] some(Random random, int most) {
    return random.longs(1 + random.nextInt(most), 0, 1).map(zero -> next(random)).toArray();
  }
}
