package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.event.Call;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CallWriterTest {

  /**
   * Streams keep such blocks in their state, as bytes whose layout no runner sees: a change here
   * ends every savepoint, and every {@code --update} on Dataflow.
   */
  @Test
  void layoutIsFixed() throws IOException {
    CallWriter writer = new CallWriter(new NameOrdinals());
    writer.add(new Call("t", "p", "m", "id", 1, false, false, 2, 3, 4, 5));
    writer.add(new Call("t", "p", "m", "id", 1, false, false, 2, 3, 4, 5), "");
    Block block = writer.finish(BlockStore.INLINE);

    String names = "00" + "07" + "00" + "0174" + "0170" + "016d";
    String numbers = "08" + "02" + "03" + "04" + "05" + "0000000000000005";
    String calls = names + "10" + "026964" + numbers + "00" + "0e" + "00" + numbers;
    assertThat(
        HexFormat.of().formatHex(BlockStore.INLINE.open(block).readAllBytes()),
        is(String.format("%016x", calls.length() / 2) + calls));
  }
}
