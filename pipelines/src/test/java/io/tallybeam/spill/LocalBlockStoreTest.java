package io.tallybeam.spill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalBlockStoreTest {

  @TempDir Path folder;

  private static final class Kept {
    final Block block;
    final byte[] bytes;

    Kept(Block block, byte[] bytes) {
      this.block = block;
      this.bytes = bytes;
    }
  }

  @Test
  void givesBackTheBytesOfEveryBlock() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    List<Kept> kept = put(store, new Random(1), 200);

    assertAllRead(store, kept);
    // In any order, and twice.
    assertAllRead(store, kept.subList(100, 120));
  }

  @Test
  void keepsBytesThatAreOverwrittenAfterwards() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    byte[] reused = {1, 2, 3};
    Block block = store.put(List.of(reused));
    Arrays.fill(reused, (byte) 9);

    assertThat(read(store, block), is(new byte[] {1, 2, 3}));
  }

  @Test
  void copiesWriteAtOnceAndReadEachOther() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    store.put(List.of(new byte[] {1}));
    List<CompletableFuture<List<Kept>>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      // Two threads of one copy, as of a store that workers share, and seven copies.
      BlockStore copy = i == 0 ? store : SerializableUtils.clone((LocalBlockStore) store);
      BlockStore used = i < 2 ? store : copy;
      Random random = new Random(i);
      writers.add(CompletableFuture.supplyAsync(() -> put(used, random, 300)));
    }

    BlockStore reader = SerializableUtils.clone((LocalBlockStore) store);
    for (CompletableFuture<List<Kept>> writer : writers) {
      assertAllRead(reader, writer.join());
    }
  }

  @Test
  void readsManyBlocksAtOnceInSmallSteps() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    List<Kept> kept = put(store, new Random(2), 3000);
    List<InputStream> inputs = new ArrayList<>();
    for (Kept one : kept) {
      inputs.add(store.open(one.block));
    }
    for (int i = 0; i < kept.size(); i++) {
      int length = kept.get(i).bytes.length;
      assertThat(inputs.get(i).read(), is(length == 0 ? -1 : kept.get(i).bytes[0] & 0xff));
    }
    for (int i = 0; i < kept.size(); i++) {
      byte[] bytes = kept.get(i).bytes;
      byte[] rest = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
      assertThat(inputs.get(i).readAllBytes(), is(rest));
    }
  }

  @Test
  void saysThatAFileIsCutOff() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    Block block = store.put(List.of(new byte[100]));
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Files.write(file, new byte[40]);

    InputStream in = store.open(block);
    IOException e = assertThrows(IOException.class, () -> in.readNBytes(100));
    assertThat(e instanceof EOFException || e.getMessage().contains(file.toString()), is(true));
  }

  @Test
  void refusesBlocksOfAnotherStore() throws IOException {
    BlockStore store = LocalBlockStore.in(folder);
    Block inline = BlockStore.INLINE.put(List.of(new byte[1]));
    assertThrows(IllegalArgumentException.class, () -> store.open(inline));
  }

  @Test
  void deletesTheFolderWhileAWorkerThatIsSlowToEndStillWrites() throws IOException {
    for (int round = 0; round < 20; round++) {
      Path spill = Files.createDirectory(folder.resolve("spill-" + round));
      CountDownLatch writing = new CountDownLatch(1);
      CompletableFuture<Void> worker =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    // A copy of the store for each: a new file.
                    LocalBlockStore.in(spill).put(List.of(new byte[10]));
                    writing.countDown();
                  }
                } catch (IOException e) {
                  // The folder is gone.
                }
              });
      try {
        writing.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }

      LocalBlockStore.delete(spill);

      worker.join();
      assertThat(Files.exists(spill), is(false));
    }
  }

  @Test
  void deletesNothingWhereThereIsNothing() {
    Path gone = folder.resolve("gone");
    LocalBlockStore.delete(gone);
    assertThat(Files.exists(gone), is(false));
  }

  private static List<Kept> put(BlockStore store, Random random, int count) {
    List<Kept> kept = new ArrayList<>();
    byte[] buffer = new byte[70_000];
    try {
      for (int i = 0; i < count; i++) {
        // Now and then longer than any buffer of a reader, or empty.
        int length = random.nextInt(20) == 0 ? random.nextInt(buffer.length) : random.nextInt(50);
        random.nextBytes(buffer);
        byte[] bytes = Arrays.copyOf(buffer, length);
        int cut = random.nextInt(length + 1);
        List<byte[]> parts =
            List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, length));
        kept.add(new Kept(store.put(parts), bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }

  private static void assertAllRead(BlockStore store, List<Kept> kept) throws IOException {
    for (Kept one : kept) {
      assertThat(Arrays.equals(read(store, one.block), one.bytes), is(true));
    }
  }

  private static byte[] read(BlockStore store, Block block) throws IOException {
    try (InputStream in = store.open(block)) {
      return in.readAllBytes();
    }
  }
}
