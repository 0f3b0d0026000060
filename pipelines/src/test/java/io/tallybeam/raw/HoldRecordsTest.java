package io.tallybeam.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.tallybeam.topic.Records;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldRecordsTest {

  private static final StateSpec<ValueState<Long>> LONG = StateSpecs.value(VarLongCoder.of());

  @TempDir Path folder;

  private final InMemoryStateInternals<String> state = InMemoryStateInternals.forKey("t/0");

  /** The state of an older savepoint knows less than the archive has by now. */
  @Test
  void aWorkerLooksAtTheArchiveThoughItHasState() throws IOException {
    Path published = folder.resolve("t/date=2026-03-02");
    Files.createDirectories(published);
    Files.createFile(published.resolve("t-0-00000000000000000000-00000000000000000009.ndjson.zst"));
    state("archived", LONG).write(-1L);

    HoldRecords hold = new HoldRecords(folder + "/", 1, Duration.standardMinutes(5));
    hold.setUp();
    hold.hold(
        KV.of("t/0", block(0, 20)),
        state("frames", StateSpecs.bag(ByteArrayCoder.of())),
        state("size", LONG),
        state("archived", LONG),
        state("last", StateSpecs.value(StringUtf8Coder.of())),
        ignoring(Timer.class),
        ignoring(Timer.class),
        ignoring(OutputReceiver.class));

    assertThat(
        state("last", StateSpecs.value(StringUtf8Coder.of())).read(),
        containsString("/t-0-00000000000000000010-00000000000000000019-"));
  }

  private static byte[] block(int from, int to) {
    Records records = new Records("t", 0);
    for (int offset = from; offset < to; offset++) {
      records.add(offset, offset, "{}".getBytes(UTF_8));
    }
    return records.block();
  }

  private <T extends State> T state(String name, StateSpec<T> spec) {
    return state.state(StateNamespaces.global(), StateTags.tagForSpec(name, spec));
  }

  /** Takes what it is told, and does nothing. */
  @SuppressWarnings("unchecked")
  private static <T> T ignoring(Class<? super T> type) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> method.getReturnType().isInstance(proxy) ? proxy : null);
  }
}
