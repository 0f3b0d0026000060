package io.tallybeam.partial;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** The deterministic coder of {@link GroupKey}. */
public final class GroupKeyCoder extends CustomCoder<GroupKey> {

  private static final long serialVersionUID = 1;
  private static final GroupKeyCoder INSTANCE = new GroupKeyCoder();

  private GroupKeyCoder() {}

  /** The coder. */
  public static GroupKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(GroupKey key, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeUTF(key.table());
    data.writeLong(key.spanStart());
    data.writeInt(key.shard());
  }

  @Override
  public GroupKey decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    return new GroupKey(data.readUTF(), data.readLong(), data.readInt());
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupKeyCoder;
  }

  @Override
  public int hashCode() {
    return GroupKeyCoder.class.hashCode();
  }
}
