package io.tallybeam.flink;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The jars and folders of a class path as one jar, in which everything is found as it is found
 * there: of two files of a name the first, and all providers of a service. Entries are copied as
 * they are compressed.
 */
final class MergedJar implements AutoCloseable {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String SERVICES = "META-INF/services/";

  /** Signatures, indexes and descriptors of jars that are no more. */
  private static final Pattern OF_ONE_JAR =
      Pattern.compile("META-INF/([^/]*\\.(SF|DSA|RSA|EC)|INDEX\\.LIST)|(.*/)?module-info\\.class");

  private final ZipArchiveOutputStream out;
  private final Set<String> names = new HashSet<>();
  private final Map<String, ByteArrayOutputStream> services = new TreeMap<>();

  private MergedJar(Path to) throws IOException {
    out = new ZipArchiveOutputStream(to);
  }

  static void write(List<Path> jars, Path to) throws IOException {
    try (MergedJar merged = new MergedJar(to)) {
      merged.addManifest();
      for (Path jar : jars) {
        if (Files.isDirectory(jar)) {
          merged.addFolder(jar);
        } else {
          merged.add(jar);
        }
      }
      merged.addServices();
    }
  }

  private void addManifest() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Name.MULTI_RELEASE, "true");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    add(MANIFEST, bytes);
  }

  private void add(Path jar) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(jar).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        String name = entry.getName();
        if (entry.isDirectory() || OF_ONE_JAR.matcher(name).matches()) {
          continue;
        }
        if (name.startsWith(SERVICES)) {
          try (InputStream in = zip.getInputStream(entry)) {
            addProviders(name, in);
          }
        } else if (names.add(name)) {
          try (InputStream in = zip.getRawInputStream(entry)) {
            out.addRawArchiveEntry(entry, in);
          }
        }
      }
    }
  }

  private void addFolder(Path folder) throws IOException {
    for (Path file : filesIn(folder)) {
      String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
      if (OF_ONE_JAR.matcher(name).matches() || name.equals(MANIFEST)) {
        continue;
      }
      if (name.startsWith(SERVICES)) {
        try (InputStream in = Files.newInputStream(file)) {
          addProviders(name, in);
        }
      } else if (names.add(name)) {
        out.putArchiveEntry(new ZipArchiveEntry(name));
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
  }

  /** All files below a folder, sorted. */
  static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void addProviders(String service, InputStream in) throws IOException {
    ByteArrayOutputStream providers =
        services.computeIfAbsent(service, any -> new ByteArrayOutputStream());
    in.transferTo(providers);
    // The last line of a file may have no end.
    providers.write('\n');
  }

  private void addServices() throws IOException {
    for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
      add(service.getKey(), service.getValue());
    }
  }

  private void add(String name, ByteArrayOutputStream bytes) throws IOException {
    names.add(name);
    out.putArchiveEntry(new ZipArchiveEntry(name));
    bytes.writeTo(out);
    out.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
