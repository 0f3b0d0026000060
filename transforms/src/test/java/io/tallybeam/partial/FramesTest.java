package io.tallybeam.partial;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link FrameWriter} packs, a {@link FrameReader} unpacks. */
class FramesTest {

  /** The size at which a frame is closed. */
  private static final int FRAME = 32 << 10;

  private static final int HEADER = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, FRAME / 2, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME})
  void recordsOfEverySizeComeBackUncut(int size) throws IOException {
    for (int records : new int[] {0, 1, 2, 3, 7}) {
      List<byte[]> written = new ArrayList<>();
      FrameWriter writer = new FrameWriter();
      for (int i = 0; i < records; i++) {
        byte[] record = new byte[size];
        Arrays.fill(record, (byte) (i + 1));
        write(record, writer);
        written.add(record);
      }
      List<byte[]> frames = frames(writer.finish(BlockStore.INLINE), BlockStore.INLINE);
      int perFrame = (FRAME + size - 1) / size;
      assertThat(frames.size(), is((records + perFrame - 1) / perFrame));
      assertThat(joined(frames), is(joined(written)));
      for (byte[] frame : frames) {
        assertThat("a frame holds whole records", frame.length % size, is(0));
      }
    }
  }

  @Test
  void framesAreFullAndNoLongerThanNeeded() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      FrameWriter writer = new FrameWriter();
      int longest = 1 + random.nextInt(5_000);
      List<byte[]> written = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] record = new byte[1 + random.nextInt(longest)];
        random.nextBytes(record);
        written.add(record);
        int before = writer.size();
        write(record, writer);
        int more = writer.size() - before - record.length;
        assertThat("the size is that of the bytes written", more == 0 || more == HEADER, is(true));
      }
      int size = writer.size();
      Block.Inline block = (Block.Inline) writer.finish(BlockStore.INLINE);
      List<byte[]> frames = frames(block, BlockStore.INLINE);
      for (byte[] frame : frames.subList(0, frames.size() - 1)) {
        assertThat(frame.length, is(greaterThanOrEqualTo(FRAME)));
        assertThat(frame.length, is(lessThan(FRAME + longest)));
      }
      assertThat(block.bytes().length - size, is(lessThan(HEADER + 1)));
      assertThat(joined(frames), is(joined(written)));
    }
  }

  @Test
  void aFinishedWriterStartsAgain() throws IOException {
    WatchedStore store = new WatchedStore();
    FrameWriter writer = new FrameWriter();
    write(new byte[] {1, 2}, writer);
    Block first = writer.finish(store);
    assertThat(writer.size(), is(0));
    write(new byte[] {3}, writer);
    Block second = writer.finish(store);
    assertThat(joined(frames(first, store)), is(new byte[] {1, 2}));
    assertThat(joined(frames(second, store)), is(new byte[] {3}));
    assertThat(store.open(), is(0));
  }

  @Test
  void aBlockThatIsCutOffIsAnError() throws IOException {
    FrameWriter writer = new FrameWriter();
    write(new byte[5], writer);
    byte[] whole = ((Block.Inline) writer.finish(BlockStore.INLINE)).bytes();
    for (int length = 1; length < whole.length; length++) {
      Block cut = new Block.Inline(Arrays.copyOf(whole, length));
      assertThrows(EOFException.class, () -> frames(cut, BlockStore.INLINE));
    }
    Block emptyFrame = new Block.Inline(new byte[HEADER]);
    assertThrows(EOFException.class, () -> frames(emptyFrame, BlockStore.INLINE));
  }

  @Test
  void blocksThatTravelAsElementsAreOpenedByNoOther() {
    Block stored = new Block.Stored("elsewhere", 0, 1);
    assertThrows(IllegalArgumentException.class, () -> BlockStore.INLINE.open(stored));
  }

  private static void write(byte[] record, FrameWriter writer) {
    writer.record().writeBytes(record, 0, record.length);
    writer.endRecord();
  }

  private static List<byte[]> frames(Block block, BlockStore store) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    try (FrameReader reader = new FrameReader(block, store)) {
      for (byte[] frame = reader.nextFrame(); frame.length > 0; frame = reader.nextFrame()) {
        frames.add(new ByteReader(frame, 0, frame.length).readBytes(frame.length));
      }
    }
    return frames;
  }

  private static byte[] joined(List<byte[]> parts) {
    byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int size = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, size, part.length);
      size += part.length;
    }
    return joined;
  }
}
