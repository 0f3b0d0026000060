package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of {@link CallNames}: a varint with one bit for each optional part that is there;
 * the tenant, the provider and the model; then these parts in the order of their bits, the tags
 * last.
 */
record NamesCoding(Attribution attribution, String service, String region) {

  static final int TEAM = 0;
  static final int USER = 1;
  static final int API_KEY = 2;
  static final int PROJECT = 3;
  static final int SERVICE = 4;
  static final int REGION = 5;
  private static final int TAGS = 6;

  static byte[] write(Attribution of, String service, String region) {
    Caller caller = of.caller();
    String[] names = {
      caller.team(), caller.user(), caller.apiKey(), caller.project(), service, region
    };
    long there = of.tags().isEmpty() ? 0 : 1L << TAGS;
    for (int i = 0; i < names.length; i++) {
      there |= names[i].isEmpty() ? 0 : 1L << i;
    }
    ByteWriter out = new ByteWriter(64);
    out.writeVarLong(there);
    out.writeUtf8(of.tenant());
    out.writeUtf8(of.provider());
    out.writeUtf8(of.model());
    for (String name : names) {
      if (!name.isEmpty()) {
        out.writeUtf8(name);
      }
    }
    if (!of.tags().isEmpty()) {
      out.writeVarLong(of.tags().size());
      for (Tag tag : of.tags()) {
        out.writeUtf8(tag.name());
        out.writeVarLong(tag.weight());
      }
    }
    return out.toByteArray();
  }

  static NamesCoding read(ByteReader in) {
    long there = in.readVarLong();
    if (there < 0 || there >= 1L << (TAGS + 1)) {
      throw new IllegalStateException("Not the names of a call: " + there);
    }
    String tenant = in.readUtf8();
    String provider = in.readUtf8();
    String model = in.readUtf8();
    String[] names = new String[TAGS];
    for (int i = 0; i < names.length; i++) {
      names[i] = (there & 1L << i) == 0 ? "" : in.readUtf8();
    }
    Caller caller =
        there == 0
            ? Caller.NONE
            : new Caller(names[TEAM], names[USER], names[API_KEY], names[PROJECT]);
    List<Tag> tags = (there & 1L << TAGS) == 0 ? List.of() : tags(in);
    return new NamesCoding(
        new Attribution(tenant, provider, model, caller, tags), names[SERVICE], names[REGION]);
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
