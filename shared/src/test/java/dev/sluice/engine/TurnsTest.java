package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.ports.StoreMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two processes do the steps of the same lanes, now the one and now the other. */
class TurnsTest {
  private static final int TURNS = 6;
  private static final int KEYS = 500;

  /** So many times as many come first, that the whole state is not written again. */
  private static final int BEGIN = 10;

  private final Rig rig =
      new Rig(
          stream ->
              stream
                  .kinesis(Rig.STREAM, Decoder.utf8())
                  .map(Reading::parse)
                  .map(Reading::key)
                  .dropDuplicates(TestCodecs.STRING)
                  .saveAsTextFiles("first"),
          1,
          1);

  private final Engine one = rig.process();
  private final Engine two = rig.process();

  private void begin() {
    one.coordinator().run();
    for (int n = 0; n < BEGIN; n++) {
      keys("begin " + n).forEach(key -> rig.put(key, 1));
    }
    step(one, two);
    takeTurns(0, 1);
  }

  /** So many that an entry cannot hold what they change. */
  private static Stream<String> keys(String when) {
    return IntStream.range(0, KEYS).mapToObj(i -> "key " + i + " of " + when);
  }

  private void step(Engine first, Engine second) {
    rig.deliverAll(first);
    rig.clock.advance(Duration.ofSeconds(1));
    first.coordinator().run();
    second.coordinator().run();
  }

  /** Each turn has keys that are new, and those that the turn before had. */
  private void takeTurns(int from, int to) {
    for (int turn = from; turn < to; turn++) {
      keys("turn " + turn).forEach(key -> rig.put(key, 1));
      keys("turn " + (turn - 1)).forEach(key -> rig.put(key, 1));
      step(turn % 2 == 0 ? one : two, turn % 2 == 0 ? two : one);
    }
  }

  private List<String> rows() {
    return rig.outputs.list("first").stream()
        .filter(name -> !name.endsWith("/_SUCCESS"))
        .flatMap(
            name -> new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8).lines())
        .toList();
  }

  private double readsOfTurns(int from, int to) {
    rig.metrics.reset();
    takeTurns(from, to);
    return rig.metrics.value(StoreMetrics.OBJECTS_GETS);
  }

  @Test
  void whatAProcessKnowsIsNotReadAgainWhenTheOtherHasDoneAStep() {
    begin();
    double first = readsOfTurns(1, TURNS + 1);
    assertThat(readsOfTurns(TURNS + 1, 2 * TURNS + 1)).isEqualTo(first);
  }

  @Test
  void eachProcessKnowsWhatTheOtherHasSeen() {
    begin();
    takeTurns(1, TURNS);
    rig.finish(two);
    Stream<String> all =
        Stream.concat(
            IntStream.range(0, BEGIN).mapToObj(n -> "begin " + n),
            IntStream.range(-1, TURNS).mapToObj(turn -> "turn " + turn));
    assertThat(rows()).containsExactlyInAnyOrderElementsOf(all.flatMap(TurnsTest::keys).toList());
  }
}
