package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.step.StateReader;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** States as they are read from outside. */
class StateReaderTest {
  private static final StreamApp SUMS =
      stream ->
          pairs(events(stream))
              .named("sums")
              .updateStateByKey(
                  (values, before) -> {
                    long sum = before.orElse(0L) + values.stream().mapToLong(v -> v).sum();
                    return sum < 0 ? Optional.empty() : Optional.of(sum);
                  },
                  Codecs.int64(),
                  Map.of("initial", 5L))
              .saveAsTextFiles("sums");

  private static final StreamApp WITHOUT_STATE =
      stream -> pairs(events(stream)).saveAsTextFiles("pairs");

  @Test
  void stateIsThatOfTheNewestBatchThatIsDone() {
    StreamHarness run = start(SUMS);
    assertThat(run.<Long>state("sums", "a")).isEmpty();

    send(run, 100, new Event("a", 0, 1));
    assertThat(run.<Long>state("sums", "a")).isEmpty();
    run.advanceTo(at(1500));
    assertThat(run.<Long>state("sums", "a")).contains(1L);
    assertThat(run.<Long>state("sums", "initial")).contains(5L);
    assertThat(run.<Long>state("sums", "b")).isEmpty();

    send(run, 1600, new Event("a", 0, -2));
    run.advanceTo(at(2500));
    assertThat(run.<Long>state("sums", "a")).isEmpty();
  }

  @Test
  void everyKeyHasTheStateThatOneLoopGivesIt() {
    StreamHarness run = StreamHarness.of(SUMS).shards(2).buckets(5).start();
    Random random = new Random(7);
    Map<String, Long> sums = new HashMap<>(Map.of("initial", 5L));
    for (int k = 0; k < 300; k++) {
      String key = "k" + random.nextInt(40);
      long value = random.nextInt(100) - 20;
      send(run, k * 1000L + 100, new Event(key, 0, value));
      run.advanceTo(at((k + 1) * 1000L + 10));
      sums.merge(key, value, Long::sum);
      sums.values().removeIf(sum -> sum < 0);
      assertThat(run.<Long>state("sums", key)).isEqualTo(Optional.ofNullable(sums.get(key)));
    }
    assertThat(run.<String>keys("sums")).containsExactlyInAnyOrderElementsOf(sums.keySet());
    for (int i = 0; i < 40; i++) {
      assertThat(run.<Long>state("sums", "k" + i))
          .isEqualTo(Optional.ofNullable(sums.get("k" + i)));
    }
  }

  @Test
  void operatorThatIsNotThereIsNamedWithThoseThatAre() {
    String what = "the app has no operator 'sum' with state by key; it has [sums]";
    assertThatThrownBy(() -> start(SUMS).state("sum", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(what);
    assertThatThrownBy(() -> start(SUMS).keys("sum")).hasMessage(what);
    assertThatThrownBy(() -> start(WITHOUT_STATE).keys("sum"))
        .hasMessage("the app has no operator 'sum' with state by key; it has none");
  }

  @Test
  void appThatWasNeverStartedHasNoReader() {
    MemoryClock clock = new MemoryClock(Instant.EPOCH);
    CountingMetrics metrics = new CountingMetrics();

    assertThat(
            StateReader.of(
                SUMS, Map.of(), new MemoryLog(clock, metrics), new MemoryObjects(metrics), clock))
        .isEmpty();
  }
}
