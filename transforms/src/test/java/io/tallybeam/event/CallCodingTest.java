package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallCodingTest {

  private static final NameCache NAMES = new NameCache();
  private static final Call CALL =
      new Call("t", "p", "m", "id", -1, true, true, 0, 127, Call.ABSENT, 128);

  @Test
  void layoutIsFixed() {
    // length and id, flags, time, 0 + 1, 127 + 1, absent, 128
    String expected = "026964" + "98" + "01" + "01" + "8001" + "00" + "0000000000000080";
    assertThat(HexFormat.of().formatHex(encode(CALL)), is(expected));
  }

  @Test
  void layoutOfNamesIsFixed() {
    ByteWriter out = new ByteWriter(0);
    CALL.names().write(out);
    // length, nothing optional, t, p, m
    assertThat(
        HexFormat.of().formatHex(out.toByteArray()), is("07" + "00" + "0174" + "0170" + "016d"));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    RandomCalls calls = new RandomCalls(6);
    for (int i = 0; i < 50_000; i++) {
      Call call = calls.next();
      byte[] bytes = encode(call);
      byte[] framed = new byte[bytes.length + 5];
      Arrays.fill(framed, (byte) 'x');
      System.arraycopy(bytes, 0, framed, 3, bytes.length);
      assertThat(CallCoding.read(names(call), framed, 3, bytes.length), is(call));
    }
  }

  @Test
  void extremesAreReadBack() {
    for (long extreme : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, Long.MAX_VALUE}) {
      Call call =
          new Call("t", "", "", "", extreme, false, false, extreme, extreme, extreme, extreme);
      byte[] bytes = encode(call);
      assertThat(CallCoding.read(names(call), bytes, 0, bytes.length), is(call));
    }
  }

  @Test
  void bytesAreEqualExactlyIfCallsAre() {
    RandomCalls calls = new RandomCalls(7);
    int equal = 0;
    for (int i = 0; i < 50_000; i++) {
      Call call = calls.next();
      Call other = calls.near(call);
      assertThat(
          call + " and " + other,
          Arrays.equals(encode(call), encode(other)) && call.names().equals(other.names()),
          is(call.equals(other)));
      equal += call.equals(other) ? 1 : 0;
    }
    assertThat("both cases occur", equal, is(both(greaterThan(1_000)).and(lessThan(49_000))));
  }

  @Test
  void ofCallsThatDifferInCostAloneTheCheapestSortsFirstAndOneWithoutACostLast() {
    Random random = new Random(10);
    RandomCalls calls = new RandomCalls(10);
    for (int i = 0; i < 20_000; i++) {
      Call call = calls.next();
      long other = random.nextLong(-1, Call.MAX_COST_PICOS + 1) >> random.nextInt(60);
      assertThat(
          Integer.signum(Arrays.compareUnsigned(encode(call), encode(withCost(call, other)))),
          is(Long.compareUnsigned(call.costPicos(), other)));
    }
  }

  /**
   * Whatever else differs: of a call that was tried again the failed attempt is not what was paid.
   */
  @Test
  void theCopyThatTellsMostOfWhatWasPaidForSortsFirst() {
    RandomCalls calls = new RandomCalls(11);
    long[] decided = new long[4];
    for (int i = 0; i < 50_000; i++) {
      Call one = calls.next();
      Call other = calls.next();
      List<Boolean> worse = flaws(one);
      List<Boolean> ofOther = flaws(other);
      int first = 0;
      while (first < worse.size() && worse.get(first).equals(ofOther.get(first))) {
        first++;
      }
      if (first < worse.size()) {
        decided[first]++;
        int order = Arrays.compareUnsigned(withoutId(one), withoutId(other));
        assertThat(one + " and " + other, order > 0, is(worse.get(first)));
      }
    }
    for (long times : decided) {
      assertThat("each decides", times, is(greaterThan(100L)));
    }
  }

  private static List<Boolean> flaws(Call call) {
    return List.of(
        call.failed(),
        call.tokensInput() == Call.ABSENT,
        call.tokensOutput() == Call.ABSENT,
        call.cacheHit());
  }

  private static byte[] withoutId(Call call) {
    ByteWriter out = new ByteWriter(0);
    CallCoding.write(call, "", out);
    return out.toByteArray();
  }

  private static Call withCost(Call call, long costPicos) {
    return new Call(
        call.names(),
        call.requestId(),
        call.eventTimeMillis(),
        call.cacheHit(),
        call.failed(),
        call.tokensInput(),
        call.tokensOutput(),
        call.latencyMicros(),
        costPicos,
        call.usage());
  }

  @Test
  void bytesThatAreCutOffOrGoOnAreNoCall() {
    byte[] bytes = encode(CALL);
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThrows(IllegalStateException.class, () -> CallCoding.read(CALL.names(), bytes, 0, cut));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(
        IllegalStateException.class, () -> CallCoding.read(CALL.names(), longer, 0, longer.length));
    byte[] names = encode(CALL.names());
    for (int length = 0; length < names.length; length++) {
      byte[] cut = Arrays.copyOf(names, length);
      assertThrows(IllegalStateException.class, () -> read(cut));
    }
  }

  @Test
  void damagedBytesAreRefusedOrOneCall() {
    Random random = new Random(9);
    RandomCalls calls = new RandomCalls(9);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = encode(calls.next());
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        CallCoding.read(CALL.names(), bytes, 0, bytes.length);
      } catch (IllegalStateException e) {
        refused++;
      }
    }
    assertThat(refused, is(greaterThan(1_000)));
  }

  @Test
  void damagedNamesAreRefusedOrNames() {
    Random random = new Random(10);
    RandomCalls calls = new RandomCalls(10);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = encode(calls.next().names());
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        read(bytes);
      } catch (IllegalStateException e) {
        refused++;
      }
    }
    assertThat(refused, is(greaterThan(1_000)));
  }

  /** The names of {@code call}, written and read. */
  private static CallNames names(Call call) {
    return read(encode(call.names()));
  }

  private static CallNames read(byte[] bytes) {
    return NAMES.read(new ByteReader(bytes, 0, bytes.length));
  }

  private static byte[] encode(CallNames names) {
    ByteWriter out = new ByteWriter(0);
    names.write(out);
    return out.toByteArray();
  }

  private static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter(0);
    CallCoding.write(call, out);
    return out.toByteArray();
  }
}
