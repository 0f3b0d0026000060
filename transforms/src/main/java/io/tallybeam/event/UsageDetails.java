package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/**
 * What a call used, beyond its tokens in and out. Counts are 0 to {@link Call#MAX_TOKENS}, or
 * {@link Call#ABSENT}.
 *
 * @param cachedRead input tokens that the provider's cache had
 * @param cacheWrite5m input tokens written to the provider's cache for five minutes
 * @param cacheWrite1h input tokens written to the provider's cache for one hour
 * @param reasoning output tokens of reasoning
 * @param audioInput input tokens of audio
 * @param audioOutput output tokens of audio
 * @param imageInput input tokens of images
 * @param imageOutput output tokens of images
 * @param searches web searches
 */
public record UsageDetails(
    long cachedRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long reasoning,
    long audioInput,
    long audioOutput,
    long imageInput,
    long imageOutput,
    long searches) {

  /** Nothing is known. */
  public static final UsageDetails NONE = new UsageDetails(-1, -1, -1, -1, -1, -1, -1, -1, -1);

  private static final int COUNTS = 9;

  /** The counts in their order; {@link #NONE} itself where none is given. */
  static UsageDetails of(long[] n) {
    for (long count : n) {
      if (count != Call.ABSENT) {
        return new UsageDetails(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
      }
    }
    return NONE;
  }

  private long[] counts() {
    return new long[] {
      cachedRead,
      cacheWrite5m,
      cacheWrite1h,
      reasoning,
      audioInput,
      audioOutput,
      imageInput,
      imageOutput,
      searches
    };
  }

  /** Writes a varint with one bit for each count that is there, and these counts. */
  void write(ByteWriter out) {
    long[] counts = counts();
    long there = 0;
    for (int i = 0; i < COUNTS; i++) {
      there |= counts[i] == Call.ABSENT ? 0 : 1L << i;
    }
    out.writeVarLong(there);
    for (long count : counts) {
      if (count != Call.ABSENT) {
        out.writeVarLong(count);
      }
    }
  }

  static UsageDetails read(ByteReader in) {
    long there = in.readVarLong();
    if (there <= 0 || there >= 1L << COUNTS) {
      throw new IllegalStateException("Not what a call used: " + there);
    }
    long[] counts = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      counts[i] = (there & 1L << i) == 0 ? Call.ABSENT : in.readVarLong();
    }
    return of(counts);
  }
}
