package io.tallybeam.firing;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.live.Revisions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How far a shard of a window is.
 *
 * @param firings how often it fired; what comes is marked with it
 * @param fresh whether anything came since it fired last
 * @param ended whether the watermark has passed its end: from then on changed rows are corrections
 * @param revisions how often its rows were corrected
 */
record HeldWindow(int firings, boolean fresh, boolean ended, Revisions revisions) {

  static HeldWindow opened() {
    return new HeldWindow(0, false, false, new Revisions());
  }

  HeldWindow withFresh() {
    return new HeldWindow(firings, true, ended, revisions);
  }

  HeldWindow afterFiring(boolean nowEnded) {
    return new HeldWindow(firings + 1, false, nowEnded, revisions);
  }

  HeldWindow afterEnd() {
    return new HeldWindow(firings, fresh, true, revisions);
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(32);
    out.writeVarLong(firings);
    out.writeByte(fresh ? 1 : 0);
    out.writeByte(ended ? 1 : 0);
    revisions.write(out);
    return out.toByteArray();
  }

  static @Nullable HeldWindow of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    return new HeldWindow(
        (int) in.readVarLong(), in.readByte() == 1, in.readByte() == 1, Revisions.read(in));
  }
}
