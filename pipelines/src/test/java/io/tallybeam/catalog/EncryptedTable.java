package io.tallybeam.catalog;

import java.nio.ByteBuffer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.encryption.EncryptedInputFile;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.encryption.NativeEncryptionKeyMetadata;
import org.apache.iceberg.encryption.NativeEncryptionOutputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tables as a catalog has them that encrypts their files by Parquet. */
public final class EncryptedTable {

  private EncryptedTable() {}

  /** The table, of which new files are to be encrypted. */
  public static Table of(Table table) {
    return new BaseTable(
        new HandedOnOperations(((HasTableOperations) table).operations()) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            to().commit(base, metadata);
          }

          @Override
          public EncryptionManager encryption() {
            return new Encryption();
          }
        },
        table.name());
  }

  private static final class Encryption implements EncryptionManager {

    private static final long serialVersionUID = 1;

    @Override
    public InputFile decrypt(EncryptedInputFile encrypted) {
      return encrypted.encryptedInputFile();
    }

    @Override
    public EncryptedOutputFile encrypt(OutputFile plain) {
      return new Encrypted(plain);
    }
  }

  private record Encrypted(OutputFile encryptingOutputFile) implements NativeEncryptionOutputFile {

    @Override
    public OutputFile plainOutputFile() {
      return encryptingOutputFile;
    }

    @Override
    public NativeEncryptionKeyMetadata keyMetadata() {
      return new NoKey();
    }
  }

  /** Manifests are written as they are, and can be read. */
  private static final class NoKey implements NativeEncryptionKeyMetadata {

    @Override
    public ByteBuffer encryptionKey() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ByteBuffer aadPrefix() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ByteBuffer buffer() {
      return null;
    }

    @Override
    public NativeEncryptionKeyMetadata copy() {
      return this;
    }
  }
}
