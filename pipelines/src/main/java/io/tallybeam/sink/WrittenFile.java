package io.tallybeam.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;

/**
 * A data file that no snapshot holds yet, as an element: bytes, which a runner copies more cheaply
 * than it serialises an object with bounds of thirty columns again and again. Steps that only pass
 * it on do not read these.
 */
public final class WrittenFile {

  private final String table;
  private final String source;
  private final byte[] serialized;

  private WrittenFile(String table, String source, byte[] serialized) {
    this.table = table;
    this.source = source;
    this.serialized = serialized;
  }

  /** A file of windows or of dead letters, in {@code table}. */
  public static WrittenFile ofWindows(String table, DataFile file) throws IOException {
    return ofRollUp(table, file, "");
  }

  /** A file of a roll-up, which adds up the rows of the file at {@code source}. */
  static WrittenFile ofRollUp(String table, DataFile file, String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(file);
    }
    return new WrittenFile(table, source, bytes.toByteArray());
  }

  /** Files of one roll-up, by the place of the file whose rows they add up. */
  public static Map<String, DataFile> bySource(Iterable<byte[]> files) throws IOException {
    Map<String, DataFile> bySource = new HashMap<>();
    for (byte[] bytes : files) {
      WrittenFile written = of(bytes);
      bySource.put(written.source, written.file());
    }
    return bySource;
  }

  /** The name of its table. */
  String table() {
    return table;
  }

  /** Where the file is whose rows it adds up; empty where it is no roll-up. */
  String source() {
    return source;
  }

  /** The file, read anew at each call. */
  DataFile file() throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialized))) {
      return (DataFile) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("not a written file", e);
    }
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(table);
    out.writeUTF(source);
    out.write(serialized);
    return bytes.toByteArray();
  }

  static WrittenFile of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new WrittenFile(in.readUTF(), in.readUTF(), in.readAllBytes());
  }
}
