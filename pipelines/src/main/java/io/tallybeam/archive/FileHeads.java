package io.tallybeam.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The first bytes of files, which tell those that are not what their extensions say. */
final class FileHeads {

  /**
   * Each waits for the storage: one after the other, the month that a stream archived on S3 would
   * take half an hour. A client of S3 has 50 connections.
   */
  private static final int THREADS = 32;

  private FileHeads() {}

  /**
   * Looks at all of {@code files}, many at once.
   *
   * @throws InputException for the first of them that cannot be read or is something else
   */
  static void check(Collection<ArchiveFile> files) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(THREADS, files.size()), FileHeads::daemon);
    try {
      List<Future<?>> checks = new ArrayList<>();
      files.forEach(file -> checks.add(threads.submit(() -> check(file))));
      for (Future<?> check : checks) {
        check.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at the input", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException mistake) {
        throw mistake;
      }
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "file-heads");
    thread.setDaemon(true);
    return thread;
  }

  private static void check(ArchiveFile file) {
    byte[] head = new byte[Compression.MAGIC_BYTES];
    int length;
    try (ChannelStream in = ChannelStream.open(file.path())) {
      length = in.readNBytes(head, 0, head.length);
    } catch (IOException e) {
      throw new InputException(file.path(), "cannot be read: " + InputException.reason(e), e);
    }
    if (file.size() == 0 && length > 0) {
      // A pipe or device: what was read of it now would be missing later.
      throw new InputException(file.path(), "has no size; copy it to a regular file first");
    }
    Compression said = file.compression();
    Compression is = Compression.ofContent(head, length);
    if (said == is) {
      return;
    }
    if (said == Compression.PLAIN) {
      String name = "name it *" + is.extension();
      throw new InputException(file.path(), "is " + is.label() + " data; unpack it, or " + name);
    }
    if (length == head.length) {
      throw new InputException(file.path(), "is not " + said.label() + " data; fix its extension");
    }
    throw new InputException(file.path(), ArchiveReader.endsEarly(said));
  }
}
