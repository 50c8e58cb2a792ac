package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoisonTest {
  private final Shop shop = new Shop();

  private void assertCounts(long records, long deadLetters) {
    assertThat(shop.counter("records")).isEqualTo(records);
    assertThat(shop.counter("dead-letters")).isEqualTo(deadLetters);
  }

  @Test
  void recordThatKillsTheProcessEndsAsOneDeadLetterAndTheOthersAreUnharmed() {
    List<InRecord> call = shop.lines("a", "b", "c", "poison", "d", "e", "f", "g");
    assertThat(shop.deathsUntilServed(call, 12)).isBetween(PoisonGuard.DEATHS_ALONE, 9);
    assertCounts(8, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g");
    assertThat(shop.rows("dead-letter/")).singleElement().asString().contains("utf8,poison");
  }

  @Test
  void processesThatStartFromOneSnapshotAreToldApart() {
    shop.copied = true;
    List<InRecord> call = shop.lines("a", "poison", "b");
    assertThat(shop.deathsUntilServed(call, 9)).isPositive();
    assertCounts(3, 1);
  }

  @Test
  void everyPoisonOfACallIsFoundWhereverItStands() {
    List<InRecord> call = shop.lines("poison 1", "a", "b", "poison 2", "poison 3");
    shop.deathsUntilServed(call, 30);
    assertCounts(5, 3);
  }

  @Test
  void poisonBesideRecordsThatComeLaterIsFoundInCallsCutAnew() {
    InRecord a = shop.line("a");
    InRecord poison = shop.line("poison");
    InRecord b = shop.line("b");
    assertThatThrownBy(() -> apply(a, poison)).isInstanceOf(Shop.Death.class);
    apply(a);
    shop.deathsUntilServed(List.of(a, poison, b), 10);
    assertCounts(3, 1);
  }

  private void apply(InRecord... call) {
    shop.process().apply(Shop.STREAM, Shop.SHARD, List.of(call));
  }

  @Test
  void processThatLivesOnAfterMemoryRanOutTellsItselfFromTheOneBefore() {
    Shop lasting = new Shop(() -> new OutOfMemoryError("a test"));
    List<InRecord> call = lasting.lines("a", "b", "poison", "c");
    Transform process = lasting.process();
    int errors = 0;
    while (errors < 12) {
      try {
        process.apply(Shop.STREAM, Shop.SHARD, call);
        break;
      } catch (OutOfMemoryError e) {
        errors++;
      }
    }
    assertThat(errors).isBetween(PoisonGuard.DEATHS_ALONE, 8);
    assertThat(lasting.counter("records")).isEqualTo(4);
    assertThat(lasting.counter("dead-letters")).isEqualTo(1);
    assertThat(lasting.engine().coordinator().finish()).isTrue();
    assertThat(lasting.rows("out")).containsExactlyInAnyOrder("a", "b", "c");
  }

  /** Found by a simulation of random apps, seeds 5 and 28. */
  @Test
  void severalProcessesThatLiveOnFindTheOneRecordAndGiveUpNoOther() {
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Shop lasting = new Shop(() -> new OutOfMemoryError("a test"));
      List<String> lines = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g"));
      lines.add(random.nextInt(8), "poison");
      List<InRecord> call = lasting.lines(lines.toArray(String[]::new));
      List<Transform> processes = Stream.generate(lasting::process).limit(5).toList();
      int errors = 0;
      boolean done = false;
      while (!done) {
        try {
          processes.get(random.nextInt(5)).apply(Shop.STREAM, Shop.SHARD, call);
          done = true;
        } catch (OutOfMemoryError e) {
          errors++;
        }
        assertThat(errors).as("seed " + seed).isLessThan(20);
      }
      assertThat(lasting.counter("dead-letters")).as("seed " + seed).isEqualTo(1);
      assertThat(lasting.engine().coordinator().finish()).isTrue();
      lines.remove("poison");
      assertThat(lasting.rows("out")).containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  @Test
  void processesThatDieWhileTheyWaitForAStoreMakeNoPoison() {
    List<InRecord> call = shop.lines("a", "b");
    shop.dieAtShards();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> shop.deathsUntilServed(call, 0)).isInstanceOf(AssertionError.class);
    }
    assertThatThrownBy(() -> shop.deathsUntilServed(call.subList(0, 1), 20))
        .isInstanceOf(AssertionError.class);
    shop.heal();
    assertThat(shop.deathsUntilServed(call, 0)).isZero();
    assertCounts(2, 0);
  }

  @Test
  void storeThatRefusesBetweenTheNoteAndThePutMakesNoPoison() {
    List<InRecord> call = shop.lines("a");
    shop.throttleShards();
    for (int i = 0; i < 20; i++) {
      assertThat(shop.process().apply(Shop.STREAM, Shop.SHARD, call).firstOpen()).isPresent();
    }
    shop.heal();
    shop.process().apply(Shop.STREAM, Shop.SHARD, call);
    assertCounts(1, 0);
  }

  @Test
  void notesThatCannotBeTakenBackByLivingProcessesMakeNoPoison() {
    List<InRecord> call = shop.lines("a");
    List<Transform> processes = Stream.generate(shop::process).limit(2).toList();
    for (int round = 0; round < 10; round++) {
      for (Transform process : processes) {
        int[] puts = new int[1];
        shop.puts =
            (lane, put) ->
                puts[0]++ == 0
                    ? put.get() // the note lands, and then nothing does
                    : new dev.sluice.ports.Append.Throttled("a test");
        process.apply(Shop.STREAM, Shop.SHARD, call);
      }
    }
    shop.heal();
    processes.get(0).apply(Shop.STREAM, Shop.SHARD, call);
    assertCounts(1, 0);
  }

  @Test
  void processThatSurvivesARecordClearsItOfTheDeathsOfOthers() {
    List<InRecord> call = shop.lines("a");
    for (int round = 0; round < 5; round++) {
      shop.puts =
          (lane, put) -> {
            put.get();
            throw new Shop.Death(); // in the moment behind the note
          };
      assertThatThrownBy(() -> apply(call.get(0))).isInstanceOf(Shop.Death.class);
      shop.throttleShards();
      apply(call.get(0));
    }
    shop.heal();
    apply(call.get(0));
    assertCounts(1, 0);
  }

  @Test
  void warmProcessNotesNothing() {
    Transform process = shop.process();
    process.apply(Shop.STREAM, Shop.SHARD, shop.lines("a"));
    int[] notes = new int[1];
    shop.puts =
        (lane, put) -> {
          notes[0] += lane.startsWith("attempts/") ? 1 : 0;
          return put.get();
        };
    process.apply(Shop.STREAM, Shop.SHARD, shop.lines("b"));
    assertThat(notes[0]).isZero();
    shop.process().apply(Shop.STREAM, Shop.SHARD, shop.lines("c"));
    assertThat(notes[0]).isEqualTo(2);
  }
}
