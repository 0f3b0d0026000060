package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.bytes.ByteWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallCodingTest {

  private static final Call CALL =
      new Call("t", "p", "m", "id", -1, true, true, 0, 127, Call.ABSENT, 128);

  @Test
  void layoutIsFixed() {
    // t 0, id 0, time, flags, 0 + 1, 127 + 1, absent, 128, p, m
    String numbers = "01" + "03" + "01" + "8001" + "00" + "0000000000000080";
    String expected = "7400" + "696400" + numbers + "0170" + "016d";
    assertThat(HexFormat.of().formatHex(encode(CALL)), is(expected));
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
      assertThat(CallCoding.read(framed, 3, bytes.length), is(call));
    }
  }

  @Test
  void extremesAreReadBack() {
    for (long extreme : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, Long.MAX_VALUE}) {
      Call call =
          new Call("t", "", "", "", extreme, false, false, extreme, extreme, extreme, extreme);
      byte[] bytes = encode(call);
      assertThat(CallCoding.read(bytes, 0, bytes.length), is(call));
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
          Arrays.equals(encode(call), encode(other)),
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

  private static Call withCost(Call call, long costPicos) {
    return new Call(
        call.tenant(),
        call.provider(),
        call.model(),
        call.requestId(),
        call.eventTimeMillis(),
        call.cacheHit(),
        call.failed(),
        call.tokensInput(),
        call.tokensOutput(),
        call.latencyMicros(),
        costPicos,
        call.details());
  }

  @Test
  void identityIsTenantAndRequestId() {
    RandomCalls calls = new RandomCalls(8);
    ByteWriter out = new ByteWriter(16);
    for (int i = 0; i < 10_000; i++) {
      Call call = calls.next();
      out.writeByte(0);
      int offset = out.size();
      CallCoding.write(call, out);
      int length = CallCoding.identityLength(out.array(), offset, out.size() - offset);
      assertThat(
          new String(out.array(), offset, length, UTF_8),
          is(call.tenant() + "\0" + call.requestId() + "\0"));
    }
  }

  @Test
  void bytesThatAreCutOffOrGoOnAreNoCall() {
    byte[] bytes = encode(CALL);
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThrows(IllegalStateException.class, () -> CallCoding.read(bytes, 0, cut));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalStateException.class, () -> CallCoding.read(longer, 0, longer.length));
    byte[] noEnd = {'t', 0, 'i', 'd'};
    assertThrows(IllegalStateException.class, () -> CallCoding.identityLength(noEnd, 0, 4));
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
        CallCoding.read(bytes, 0, bytes.length);
      } catch (IllegalStateException e) {
        refused++;
      }
    }
    assertThat(refused, is(greaterThan(1_000)));
  }

  @Test
  void namesThatWouldEndTooEarlyAreRefused() {
    Call call = new Call("t\0", "p", "m", "", 0, false, false, 0, 0, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> encode(call));
  }

  private static byte[] encode(Call call) {
    ByteWriter out = new ByteWriter(0);
    CallCoding.write(call, out);
    return out.toByteArray();
  }
}
