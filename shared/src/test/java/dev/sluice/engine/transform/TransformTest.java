package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Engine;
import dev.sluice.engine.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransformTest {
  private final Shop shop = new Shop();

  private Transform.Outcome apply(Transform process, List<InRecord> call) {
    return process.apply(Shop.STREAM, Shop.SHARD, call);
  }

  private void assertCounts(long records, long deadLetters) {
    assertThat(shop.counter("records")).isEqualTo(records);
    assertThat(shop.counter("dead-letters")).isEqualTo(deadLetters);
  }

  private long entries() {
    return shop.memory.head("shard/lines/" + Shop.SHARD).orElseThrow().number();
  }

  @Test
  void processThatSleptLongerThanEntriesLivePutsNoRecordTwice() {
    Transform sleeper = shop.process();
    Transform other = shop.process();
    List<InRecord> records = new ArrayList<>(shop.lines("a"));
    apply(sleeper, records);
    Engine caretaker = shop.engine();
    for (String text : List.of("b", "c", "d", "e")) {
      records.add(shop.line(text));
      apply(other, records);
      shop.halfAnHourPasses(caretaker);
    }
    assertThat(apply(sleeper, records)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(5, 0);
    records.add(shop.line("f"));
    apply(sleeper, records);
    assertCounts(6, 0);
    assertThat(caretaker.coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
  }

  @Test
  void sleeperWhoseLaneWasDrainedMeanwhileIsAnsweredDone() {
    Transform sleeper = shop.process();
    List<InRecord> records = new ArrayList<>(shop.lines("a"));
    apply(sleeper, records);
    records.add(shop.line("b"));
    apply(shop.process(), records);
    shop.stream.split(Shop.SHARD);
    Engine caretaker = shop.engine();
    for (int i = 0; i < 5; i++) {
      shop.halfAnHourPasses(caretaker);
    }
    assertThat(shop.memory.head("shard/lines/" + Shop.SHARD)).isEmpty();
    assertThat(apply(sleeper, records)).isEqualTo(Transform.Outcome.DONE);
    assertThat(shop.memory.head("shard/lines/" + Shop.SHARD)).isEmpty();
  }

  @Test
  void sleeperIsRefusedWhenTheInputHasEndedMeanwhile() {
    Transform sleeper = shop.process();
    apply(sleeper, shop.lines("a"));
    assertThat(shop.engine().coordinator().finish()).isTrue();
    List<InRecord> late = shop.lines("b");
    assertThatThrownBy(() -> apply(sleeper, late))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("SLUICE-E08");
    assertCounts(1, 0);
  }

  @Test
  void putWhoseAnswerWasLostIsFoundByTheNextCallOfWhomever() {
    Transform process = shop.process();
    apply(process, shop.lines("z"));
    List<InRecord> call = shop.lines("a", "b");
    shop.loseAnswersOfShards();
    assertThat(apply(process, call).firstOpen()).contains(call.get(0).position());
    assertThat(apply(process, call).firstOpen()).isPresent();
    shop.heal();
    shop.clock.advance(Duration.ofMillis(1));
    assertThat(apply(process, call)).isEqualTo(Transform.Outcome.DONE);
    assertThat(apply(shop.process(), call)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(3, 0);
  }

  @Test
  void twoProcessesWithTheSameBytesAtTheSameTimeBothGoOn() {
    Transform one = shop.process();
    Transform other = shop.process();
    List<InRecord> first = shop.lines("a");
    apply(one, first);
    apply(other, first);
    List<InRecord> second = shop.lines("b");
    apply(one, second);
    apply(other, second);
    assertCounts(2, 0);
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void spilledBodiesOfTwoProcessesHaveNamesOfTheirOwnAndOneWins() {
    List<InRecord> call = shop.lines("x".repeat(20_000));
    shop.throttleShards();
    apply(shop.process(), call);
    shop.heal();
    apply(shop.process(), call);
    assertThat(shop.spills.list("spill/")).hasSize(2);
    assertCounts(1, 0);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactly("x".repeat(20_000));
  }

  @Test
  void recordThatCausesMoreThanAnObjectHoldsIsADeadLetterAndTheOthersAreUnharmed() {
    List<InRecord> call = shop.lines("a", "b", "many", "c");
    apply(shop.process(new Computation.Limits(1 << 20, 2_000, 100_000)), call);
    assertCounts(4, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(shop.rows("dead-letter/"))
        .singleElement()
        .asString()
        .contains("an entry holds 2000", "utf8,many");
  }

  @Test
  void entryThatWouldExceedItsLimitIsSplit() {
    List<InRecord> call = spread(400);
    apply(shop.process(new Computation.Limits(1 << 20, 1 << 20, 1_000)), call);
    assertCounts(400, 0);
    assertThat(entries()).isBetween(4L, 100L);
  }

  /** Each in an interval of its own. */
  private List<InRecord> spread(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              shop.clock.advance(Duration.ofSeconds(1));
              return shop.line("line " + i);
            })
        .toList();
  }

  @Test
  void callOfMoreIntervalsThanAnEntryTakesIsSeveralEntries() {
    apply(shop.process(), spread(2_500));
    assertCounts(2_500, 0);
    assertThat(entries()).isEqualTo(3);
  }

  @Test
  void callOfSixMegabytesIsTwoEntriesAndARecordOfTenIsOne() {
    List<InRecord> six =
        IntStream.range(0, 60).mapToObj(i -> shop.line(i + "y".repeat(100_000))).toList();
    apply(shop.process(), six);
    assertThat(entries()).isEqualTo(2);
    apply(shop.process(), shop.lines("z".repeat(10 * 1024 * 1024)));
    assertThat(entries()).isEqualTo(3);
    assertCounts(61, 0);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).hasSize(61);
  }

  @Test
  void thousandsOfDeadLettersOfOneCallAreOneEntry() {
    List<InRecord> call =
        IntStream.range(0, 10_000).mapToObj(i -> shop.line("broken " + i)).toList();
    apply(shop.process(), call);
    assertCounts(10_000, 10_000);
    assertThat(entries()).isEqualTo(1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("dead-letter/")).hasSize(10_000);
  }
}
