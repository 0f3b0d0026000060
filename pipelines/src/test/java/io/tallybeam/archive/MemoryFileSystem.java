package io.tallybeam.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Files that Beam finds under {@code memory:/}: some cannot be read to their end, and none can be
 * read from its middle.
 */
public final class MemoryFileSystem extends FileSystem<MemoryFileSystem.Id> {
  private static final String SCHEME = "memory";
  private static final Map<String, Stored> FILES = new ConcurrentSkipListMap<>();
  private static final Map<String, Stored> CHANGES = new ConcurrentSkipListMap<>();
  private static final Map<String, CyclicBarrier> MEETINGS = new ConcurrentSkipListMap<>();

  /**
   * A file.
   *
   * @param breaksAt the offset at which reading it fails
   */
  private record Stored(ByteBuffer content, int breaksAt) {}

  /** Makes the file system known to Beam; found by its service loader. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new MemoryFileSystem());
    }
  }

  /** A path; that of a directory ends with a slash. */
  record Id(String path) implements ResourceId {
    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Id getCurrentDirectory() {
      return new Id(path.substring(0, path.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public String getFilename() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return path.endsWith("/");
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** Makes or replaces a file, and tells its path. */
  public static String put(String name, byte[] content) {
    return putBroken(name, content, Integer.MAX_VALUE);
  }

  static String putBroken(String name, byte[] content, int breaksAt) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String path = SCHEME + ":/" + name;
    FILES.put(path, new Stored(ByteBuffer.wrap(content), breaksAt));
    return path;
  }

  /** The same, of a file that is written anew as soon as it is opened to be read. */
  public static String putChanging(String name, byte[] content, byte[] then) {
    String path = put(name, content);
    CHANGES.put(path, new Stored(ByteBuffer.wrap(then), Integer.MAX_VALUE));
    return path;
  }

  /** From now on files of a folder are opened only so many at a time; alone, none is. */
  static void meetAt(String folder, int parties) {
    MEETINGS.put(SCHEME + ":/" + folder, new CyclicBarrier(parties));
  }

  private static void meet(Id folder) throws IOException {
    CyclicBarrier meeting = MEETINGS.get(folder.path());
    try {
      if (meeting != null) {
        meeting.await(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException("opened alone", e);
    }
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    List<MatchResult> results = new ArrayList<>();
    for (String spec : specs) {
      Map<String, Stored> found = new TreeMap<>(FILES);
      String prefix = spec.replaceAll("\\*$", "");
      found.keySet().removeIf(p -> spec.endsWith("*") ? !p.startsWith(prefix) : !p.equals(spec));
      List<Metadata> files = new ArrayList<>();
      found.forEach((path, stored) -> files.add(metadata(path, stored)));
      results.add(MatchResult.create(files.isEmpty() ? Status.NOT_FOUND : Status.OK, files));
    }
    return results;
  }

  private static Metadata metadata(String path, Stored stored) {
    return Metadata.builder()
        .setResourceId(new Id(path))
        .setSizeBytes(stored.content().capacity())
        .setIsReadSeekEfficient(false)
        .build();
  }

  @Override
  protected ReadableByteChannel open(Id id) throws IOException {
    meet(id.getCurrentDirectory());
    Stored opened = FILES.get(id.path());
    Stored change = CHANGES.remove(id.path());
    if (change != null) {
      FILES.put(id.path(), change);
    }
    return new OneWayChannel(opened);
  }

  @Override
  protected Id matchNewResource(String path, boolean isDirectory) {
    return new Id(path);
  }

  @Override
  protected String getScheme() {
    return SCHEME;
  }

  @Override
  protected WritableByteChannel create(Id id, CreateOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void copy(List<Id> from, List<Id> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<Id> from, List<Id> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<Id> ids) {
    throw new UnsupportedOperationException();
  }

  /** Gives few bytes at a time, and now and then none. */
  private static final class OneWayChannel implements ReadableByteChannel {
    private final Stored stored;
    private int position;
    private int reads;
    private boolean open = true;

    OneWayChannel(Stored stored) {
      this.stored = stored;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position >= stored.breaksAt()) {
        throw new IOException("the disk is on fire");
      }
      int left = stored.content().capacity() - position;
      if (left == 0) {
        return -1;
      }
      int count = Math.min(Math.min(left, target.remaining()), (reads++ * 37) % 301);
      target.put(stored.content().slice(position, count));
      position += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
