package io.tallybeam.adjustment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.MarkedFailure;
import io.tallybeam.error.UserError;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

final class UnreachableCatalogTest {

  @Test
  void aCatalogThatDoesNotAnswerIsTriedAgain() {
    CatalogSettings settings = CatalogSettings.parse("type=rest,uri=http://localhost:1", "test");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.of(TimeRanges.of(List.of(TimeRange.ALWAYS)))
                .withCoder(SerializableCoder.of(TimeRanges.class)))
        .apply(RecordAdjustments.in(settings, TumblingWindow.of(Duration.ofMinutes(15))));

    RuntimeException error = assertThrows(RuntimeException.class, () -> pipeline.run());

    List<Throwable> causes =
        Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause).toList();
    assertThat(causes, hasItem(instanceOf(UserError.class)));
    assertThat(causes, not(hasItem(instanceOf(MarkedFailure.class))));
  }
}
