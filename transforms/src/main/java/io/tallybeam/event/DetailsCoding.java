package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of {@link CallDetails}, behind a {@link Call} that has any: a varint with one bit
 * for each part that is there, the lowest for the first, and these parts.
 */
final class DetailsCoding {

  private static final int TAGS = 15;

  private DetailsCoding() {}

  static void write(CallDetails details, ByteWriter out) {
    String[] names = names(details);
    long[] counts = counts(details.usage());
    long there = details.tags().isEmpty() ? 0 : 1L << TAGS;
    for (int i = 0; i < names.length; i++) {
      there |= names[i].isEmpty() ? 0 : 1L << i;
    }
    for (int i = 0; i < counts.length; i++) {
      there |= counts[i] == Call.ABSENT ? 0 : 1L << (names.length + i);
    }
    out.writeVarLong(there);
    for (String name : names) {
      if (!name.isEmpty()) {
        out.writeUtf8(name);
      }
    }
    for (long count : counts) {
      if (count != Call.ABSENT) {
        out.writeVarLong(count);
      }
    }
    if (!details.tags().isEmpty()) {
      out.writeVarLong(details.tags().size());
      for (Tag tag : details.tags()) {
        out.writeUtf8(tag.name());
        out.writeVarLong(tag.weight());
      }
    }
  }

  private static String[] names(CallDetails details) {
    Caller caller = details.caller();
    UsageDetails usage = details.usage();
    return new String[] {
      caller.team(),
      caller.user(),
      caller.apiKey(),
      caller.project(),
      usage.service(),
      usage.region()
    };
  }

  private static long[] counts(UsageDetails usage) {
    return new long[] {
      usage.cachedRead(),
      usage.cacheWrite5m(),
      usage.cacheWrite1h(),
      usage.reasoning(),
      usage.audioInput(),
      usage.audioOutput(),
      usage.imageInput(),
      usage.imageOutput(),
      usage.searches()
    };
  }

  static CallDetails read(ByteReader in) {
    long there = in.readVarLong();
    if (there <= 0 || there >= 1L << (TAGS + 1)) {
      throw new IllegalStateException("Not the details of a call: " + there);
    }
    String[] names = new String[6];
    for (int i = 0; i < names.length; i++) {
      names[i] = (there & 1L << i) == 0 ? "" : in.readUtf8();
    }
    long[] counts = new long[TAGS - names.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (there & 1L << (names.length + i)) == 0 ? Call.ABSENT : in.readVarLong();
    }
    return new CallDetails(
        new Caller(names[0], names[1], names[2], names[3]),
        new UsageDetails(
            names[4], names[5], counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
            counts[6], counts[7], counts[8]),
        (there & 1L << TAGS) == 0 ? List.of() : tags(in));
  }

  private static List<Tag> tags(ByteReader in) {
    long size = in.readVarLong();
    if (size < 1 || size > Tag.MAX_TAGS) {
      throw new IllegalStateException("Not the tags of a call: " + size);
    }
    List<Tag> tags = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      tags.add(new Tag(in.readUtf8(), in.readVarLong()));
    }
    return tags;
  }
}
