package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.sink.RejectRows.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class CommitRequestTest {

  @Test
  void isReadAsItWasWritten() throws IOException {
    Table table = RejectRows.newTable();
    List<DataFile> files =
        List.of(
            RejectRows.file(table, List.of(new Row(0, "a", "text"), new Row(0, "b", "text"))),
            RejectRows.file(table, List.of(new Row(-1, "c", "text"))));
    Random random = new Random(1);
    RandomFired firings = new RandomFired(random, files);
    for (int round = 0; round < 100; round++) {
      List<Fired> fired = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        Fired one = firings.next();
        assertThat(RandomFired.text(Fired.of(one.toBytes())), is(RandomFired.text(one)));
        fired.add(one);
      }
      SinkToken token = new SinkToken("sink é", "epoch-" + round, random.nextLong(), "id-" + round);
      CommitRequest written =
          new CommitRequest(token, "before", random.nextLong(), fired, firings.counts());
      CommitRequest read = CommitRequest.of(written.toBytes());
      assertThat(read.token(), is(token));
      assertThat(read.previous(), is("before"));
      assertThat(read.watermark(), is(written.watermark()));
      assertThat(
          read.fired().stream().map(RandomFired::text).toList(),
          is(fired.stream().map(RandomFired::text).toList()));
      assertThat(RandomFired.text(read.ledger()), is(RandomFired.text(written.ledger())));
    }
  }
}
