package io.tallybeam.event;

import io.tallybeam.bytes.ByteHash;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.Arrays;

/**
 * All names of a call but its request id: few calls have a combination of their own. Immutable, but
 * for the number that somebody gave them last.
 *
 * <p>Equal, ordered and hashed by its bytes, which are canonical: they are made once for many calls
 * and compared often.
 */
public final class CallNames implements Comparable<CallNames> {

  private final Attribution attribution;
  private final String service;
  private final String region;
  private final byte[] bytes;
  private final int hash;
  private final int tenantHash;

  /** A table of numbers, above the number there: one word, so that both are of one table. */
  private volatile long numbered;

  /**
   * The names of a call.
   *
   * @param service the service tier as sent, or empty
   * @param region where the call was made, or empty
   */
  public CallNames(Attribution attribution, String service, String region) {
    this(attribution, service, region, NamesCoding.write(attribution, service, region));
  }

  /** A call of which no more is known. */
  public CallNames(String tenant, String provider, String model) {
    this(new Attribution(tenant, provider, model), "", "");
  }

  private CallNames(Attribution attribution, String service, String region, byte[] bytes) {
    this(attribution, service, region, bytes, hash(bytes, 0, bytes.length));
  }

  private CallNames(
      Attribution attribution, String service, String region, byte[] bytes, int hash) {
    this.attribution = attribution;
    this.service = service;
    this.region = region;
    this.bytes = bytes;
    this.hash = hash;
    this.tenantHash = attribution.tenant().hashCode();
  }

  /** The same names, with {@code equal} in place of an attribution that is equal to it. */
  public CallNames with(Attribution equal) {
    return new CallNames(equal, service, region, bytes, hash);
  }

  /** The hash of names whose bytes are {@code bytes[offset, offset + length)}. */
  static int hash(byte[] bytes, int offset, int length) {
    return ByteHash.toInt(ByteHash.of(0, bytes, offset, length));
  }

  /** Whether the bytes of these names are {@code other[offset, offset + length)}. */
  boolean hasBytes(byte[] other, int offset, int length) {
    return length == bytes.length
        && Arrays.equals(bytes, 0, length, other, offset, offset + length);
  }

  /** The hash of the tenant, which is asked for with every call: here it costs no look at it. */
  public int tenantHash() {
    return tenantHash;
  }

  /**
   * The number that these names have in {@code table}, as {@link #rememberNumber} was told; -1 if
   * that was of another table since.
   */
  public int numberIn(int table) {
    long last = numbered;
    return (int) (last >>> Integer.SIZE) == table ? (int) last : -1;
  }

  /** Takes note of the number, not below 0, that these names have in {@code table}, not 0. */
  public void rememberNumber(int table, int number) {
    numbered = (long) table << Integer.SIZE | number;
  }

  /** How long the names are together: what holds many of them has a bound for that, too. */
  public int byteLength() {
    return bytes.length;
  }

  /** To whom and what the call is attributed. */
  public Attribution attribution() {
    return attribution;
  }

  /** The service tier as sent, or empty. */
  public String service() {
    return service;
  }

  /** Where the call was made, or empty. */
  public String region() {
    return region;
  }

  /** Writes them so that {@link NameCache#read} finds their end. */
  public void write(ByteWriter out) {
    out.writeVarLong(bytes.length);
    out.writeBytes(bytes, 0, bytes.length);
  }

  /** The names with the given bytes, which are not copied. */
  static CallNames ofBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    NamesCoding coding = NamesCoding.read(in);
    if (in.hasRemaining()) {
      throw new IllegalStateException("Not the names of a call: something follows");
    }
    return new CallNames(coding.attribution(), coding.service(), coding.region(), bytes);
  }

  @Override
  public int compareTo(CallNames other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CallNames names
            && hash == names.hash
            && Arrays.equals(bytes, names.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return attribution + " " + service + " " + region;
  }
}
