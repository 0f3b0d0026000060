package io.tallybeam.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;

/**
 * A data file that no snapshot holds yet, as an element: bytes, which a runner copies more cheaply
 * than it serialises an object with bounds of thirty columns again and again.
 *
 * @param table the name of its table
 * @param file the file
 * @param source where the file is whose rows it adds up; empty where it is no roll-up
 */
public record WrittenFile(String table, DataFile file, String source) {

  /** A file of windows. */
  public WrittenFile(String table, DataFile file) {
    this(table, file, "");
  }

  /** Files of one roll-up, by the place of the file whose rows they add up. */
  public static Map<String, DataFile> bySource(Iterable<byte[]> files) throws IOException {
    Map<String, DataFile> bySource = new HashMap<>();
    for (byte[] bytes : files) {
      WrittenFile written = of(bytes);
      bySource.put(written.source(), written.file());
    }
    return bySource;
  }

  String location() {
    return file.location();
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeUTF(table);
      out.writeUTF(source);
      out.writeObject(file);
    }
    return bytes.toByteArray();
  }

  static WrittenFile of(byte[] bytes) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      String table = in.readUTF();
      String source = in.readUTF();
      return new WrittenFile(table, (DataFile) in.readObject(), source);
    } catch (ClassNotFoundException e) {
      throw new IOException("not a written file", e);
    }
  }
}
