package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.sliding;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.sums;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that take what is there and stop; batches are of one second. */
class TriggersTest {
  private static final Duration NONE = Duration.ZERO;

  @Test
  void availableNowPublishesTheBatchesOfWhatIsThereAndLeavesWindowsOpen() {
    StreamHarness run = start(sums(tumbling(10), NONE));
    send(run, 100, new Event("a", 3, 1));
    send(run, 1_100, new Event("a", 12, 2)); // the watermark is 12
    run.availableNow();

    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("a=1")));
    assertThat(run.now()).isEqualTo(at(2_000));
  }

  @Test
  void nextStartGoesOnWithOpenWindowsAndWhatHasComeSince() {
    StreamHarness run = start(sums(tumbling(10), NONE));
    send(run, 100, new Event("a", 3, 1));
    run.availableNow();
    assertThat(lines(run)).isEmpty();

    send(run, 5_100, new Event("a", 4, 2));
    send(run, 6_100, new Event("a", 10, 4));
    run.availableNow();
    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("a=3")));
  }

  @Test
  void startWithNothingNewChangesNothing() {
    StreamHarness run = start(sums(tumbling(10), NONE));
    run.availableNow();
    send(run, 1_100, new Event("a", 3, 1));
    send(run, 1_100, new Event("a", 10, 1));
    run.availableNow();
    Map<String, String> files = run.files();
    run.availableNow();
    run.availableNow();

    assertThat(run.files()).isEqualTo(files).hasSize(2);
  }

  @Test
  void keysAreCalledInEveryBatchUpToTheEndOfTheLastOne() {
    StreamApp app =
        stream ->
            pairs(events(stream))
                .updateStateByKey(
                    (values, state) -> Optional.of(state.orElse(0L) + values.size()),
                    Codecs.int64())
                .saveAsTextFiles("counts");
    StreamHarness run = start(app);
    send(run, 100, new Event("a", 0, 1));
    send(run, 2_100, new Event("b", 0, 1));
    run.availableNow();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "counts-1000", List.of("(a,1)"),
                "counts-2000", List.of("(a,1)"),
                "counts-3000", List.of("(a,1)", "(b,1)")));
  }

  @Test
  void nothingStartsBehindTheEndOfTheInput() {
    StreamHarness run = start(sums(tumbling(10), NONE));
    run.finish();
    assertThatThrownBy(run::availableNow).isInstanceOf(IllegalStateException.class);
  }

  /** Where a start stops is no property of the data, so it must not show. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void severalStartsGiveTheBytesOfOneRunThatWentOn(long seed) {
    Windows windows = sliding(3_000, 1_500).withLateness(Duration.ofMillis(500));
    StreamHarness on = start(sums(windows, Duration.ofMillis(700)));
    StreamHarness now = start(sums(windows, Duration.ofMillis(700)));
    Random random = new Random(seed);
    long stamp = 300;
    for (int i = 0; i < 150; i++) {
      stamp += random.nextInt(400);
      if (random.nextInt(10) == 0) {
        now.availableNow();
        stamp = Math.max(stamp, now.now().toEpochMilli());
      }
      long late = random.nextInt(random.nextInt(9) == 0 ? 9_000 : 2_500);
      Event event = new Event("k" + random.nextInt(4), stamp - late, i);
      send(on, stamp, event);
      send(now, stamp, event);
    }
    on.finish();
    now.finish();

    assertThat(now.files()).isEqualTo(on.files());
    assertThat(on.files().keySet()).anyMatch(name -> name.startsWith("late/"));
  }
}
