package io.tallybeam.partial;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** The coder of {@link Block}. */
public final class BlockCoder extends CustomCoder<Block> {

  private static final long serialVersionUID = 1;
  private static final BlockCoder INSTANCE = new BlockCoder();

  private BlockCoder() {}

  /** The coder. */
  public static BlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    if (block instanceof Block.Stored stored) {
      data.writeInt(-1);
      data.writeUTF(stored.location());
      data.writeLong(stored.position());
      data.writeInt(stored.length());
    } else if (block instanceof Block.Inline inline) {
      data.writeInt(inline.bytes().length);
      data.write(inline.bytes());
    }
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length = data.readInt();
    if (length < 0) {
      return new Block.Stored(data.readUTF(), data.readLong(), data.readInt());
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return new Block.Inline(bytes);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockCoder;
  }

  @Override
  public int hashCode() {
    return BlockCoder.class.hashCode();
  }
}
