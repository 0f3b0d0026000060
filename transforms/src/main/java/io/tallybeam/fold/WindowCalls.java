package io.tallybeam.fold;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.CallCoding;
import java.io.IOException;
import java.util.Arrays;

/**
 * The distinct calls of one window, each tenant and request id once: packed one behind the other,
 * with an open-addressing table that finds them. No object a call, and all of a window's in one
 * stretch of memory, which a processor's cache holds while they are summed.
 *
 * <p>Before the bytes of a call stand the number of its names and the length, and how many copies
 * there are and how many of these equal it. A call that another one replaced has no copies.
 */
final class WindowCalls {

  private static final int COPIES = Long.BYTES;
  private static final int HEADER = 2 * Long.BYTES;
  private static final int RADIX_BITS = 10;

  private final NameNumbers names;
  private final ByteWriter calls = new ByteWriter(1 << 10);
  private final EntryIndex index = new EntryIndex();
  private int size;

  WindowCalls(NameNumbers names) {
    this.names = names;
  }

  /**
   * Adds a call, as {@link CallCoding} writes it.
   *
   * @param hash of its tenant and its request id
   * @param name the number of its names
   * @param identity how many of the bytes are the request id and its length before it
   */
  void add(int hash, int name, byte[] bytes, int offset, int length, int identity) {
    for (int call = index.first(hash); call != EntryIndex.NONE; call = index.next(hash)) {
      if (isCopy(call, name, bytes, offset, identity)) {
        addCopy(call, hash, name, bytes, offset, length);
        return;
      }
    }
    index.add(hash, append(name, 1, bytes, offset, length));
    size++;
  }

  private boolean isCopy(int call, int name, byte[] bytes, int offset, int identity) {
    int known = name(call);
    int at = call + HEADER;
    return (known == name || names.tenant(known) == names.tenant(name))
        && length(call) >= identity
        && Arrays.equals(calls.array(), at, at + identity, bytes, offset, offset + identity);
  }

  private void addCopy(int call, int hash, int name, byte[] bytes, int offset, int length) {
    int at = call + HEADER;
    int order =
        Arrays.compareUnsigned(
            bytes, offset, offset + length, calls.array(), at, at + length(call));
    if (order == 0 && name != name(call)) {
      order = names.names(name).compareTo(names.names(name(call)));
    }
    int copies = copies(call) + 1;
    if (order < 0) {
      setCopies(call, 0, 0);
      index.replace(hash, append(name, copies, bytes, offset, length));
    } else {
      setCopies(call, copies, equalCopies(call) + (order == 0 ? 1 : 0));
    }
  }

  private int append(int name, int copies, byte[] bytes, int offset, int length) {
    int call = calls.size();
    calls.writeFixedLong(pair(name, length));
    calls.writeFixedLong(pair(copies, 1));
    calls.writeBytes(bytes, offset, length);
    return call;
  }

  private void setCopies(int call, int copies, int equal) {
    calls.setFixedLong(call + COPIES, pair(copies, equal));
  }

  private int name(int call) {
    return (int) (calls.getFixedLong(call) >>> Integer.SIZE);
  }

  private int length(int call) {
    return (int) calls.getFixedLong(call);
  }

  private int copies(int call) {
    return (int) (calls.getFixedLong(call + COPIES) >>> Integer.SIZE);
  }

  private int equalCopies(int call) {
    return (int) calls.getFixedLong(call + COPIES);
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | low;
  }

  /**
   * Gives every call that is kept to {@code output}, those of the same attribution behind each
   * other. Request ids are left out.
   *
   * @param ranks the places of names, by their numbers, in an order by attribution
   */
  void forEach(int[] ranks, long windowStart, DistinctCalls.Output output) throws IOException {
    for (long ranked : sorted(ranks)) {
      int call = (int) ranked;
      int copies = copies(call);
      ByteReader in = new ByteReader(calls.array(), call + HEADER, length(call));
      output.distinct(
          CallCoding.readWithoutId(names.names(name(call)), in),
          windowStart,
          copies - 1,
          copies - equalCopies(call));
    }
  }

  /** Rank and place of each call that is kept. */
  private long[] sorted(int[] ranks) {
    long[] ranked = new long[size];
    int kept = 0;
    for (int call = 0; call < calls.size(); call += HEADER + length(call)) {
      if (copies(call) > 0) {
        ranked[kept++] = pair(ranks[name(call)], call);
      }
    }
    return sortedByRank(ranked, ranks.length);
  }

  /**
   * A radix sort, which leaves those of one rank as they are: {@code ranks} is how many there are.
   */
  private static long[] sortedByRank(long[] ranked, int ranks) {
    long[] from = ranked;
    long[] to = new long[ranked.length];
    for (int shift = 0; shift < Integer.SIZE && ranks >>> shift != 0; shift += RADIX_BITS) {
      int[] next = new int[(1 << RADIX_BITS) + 1];
      for (long one : from) {
        next[digit(one, shift) + 1]++;
      }
      for (int i = 1; i < next.length; i++) {
        next[i] += next[i - 1];
      }
      for (long one : from) {
        to[next[digit(one, shift)]++] = one;
      }
      long[] sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }

  private static int digit(long ranked, int shift) {
    return (int) (ranked >>> (Integer.SIZE + shift)) & ((1 << RADIX_BITS) - 1);
  }
}
