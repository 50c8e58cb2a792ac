package dev.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ForwardingObjects;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Checkpoints that several tables of an app have taken, one after the other or late. */
class ChoiceTest {
  private final MemoryObjects kept = new MemoryObjects(Metrics.NONE);
  private final List<String> reads = new ArrayList<>();
  private final ObjectStore spills =
      new ForwardingObjects(kept) {
        @Override
        public Optional<byte[]> get(String name) {
          reads.add(name.replaceAll(".*/0*(?=.)", ""));
          return super.get(name);
        }
      };

  private final List<StartEntry> begun = new ArrayList<>();
  private final Set<Long> damaged = new TreeSet<>();

  private void taken(long restore, long... numbers) {
    for (long number : numbers) {
      Manifest.App app = new Manifest.App("graph", 1_000, 1, 0, 0, 0);
      new Archive(kept).put(new Manifest(number, restore, 0, app, List.of(), List.of()));
    }
  }

  private void beginsFromNothing(long restore) {
    begun.add(StartEntry.nothing(0, restore, begun.size()));
  }

  private void begins(long restore, String place, long number) {
    Choice.Chosen chosen = new Choice.Chosen(place, number, "");
    begun.add(StartEntry.from(chosen, 0, restore, begun.size()));
  }

  private void begins(long restore, long number) {
    begins(restore, Archive.PLACE, number);
  }

  private Choice choice() {
    return new Choice(
        spills,
        new Beginnings.Known(begun),
        each -> damaged.contains(each.number()) ? Optional.of("it is damaged") : Optional.empty());
  }

  private long chosen() {
    return choice().of(new StartFrom.Newest()).number();
  }

  private List<Long> givenUp(long last) {
    return LongStream.rangeClosed(0, last).filter(choice()::isGivenUp).boxed().toList();
  }

  /** Two restores in a row, each from a checkpoint of the table before. */
  private void beginTwice() {
    beginsFromNothing(1);
    taken(1, 0, 1, 2, 3, 4, 5);
    begins(2, 3);
    taken(2, 6);
    begins(3, 6);
    taken(3, 7);
  }

  @Test
  void tableBeforeTheOneBeforeHasGivenUpWhatItTookBehindTheOneThatWasGoneOnFrom() {
    beginTwice();
    assertThat(givenUp(7)).containsExactly(4L, 5L);
    damaged.addAll(Set.of(6L, 7L));
    assertThat(chosen()).isEqualTo(3);
    damaged.add(3L);
    assertThat(chosen()).isEqualTo(2);
  }

  @Test
  void nothingMoreIsReadWhileTheNewestOneOfTheTableInUseIsWhole() {
    beginTwice();
    assertThat(chosen()).isEqualTo(7);
    assertThat(reads).containsExactly("7", "7");
    reads.clear();
    begins(4, 7);
    assertThat(chosen()).isEqualTo(7);
    assertThat(reads).containsExactly("7");
  }

  @Test
  void whatATableBeganFromIsReadOnceHoweverManyAreBeforeIt() {
    beginTwice();
    damaged.addAll(LongStream.rangeClosed(0, 7).boxed().toList());
    assertThatThrownBy(this::chosen)
        .hasMessageStartingWith("SLUICE-B01")
        .hasMessageContaining("checkpoint 5: it is of a table that was given up");
    assertThat(reads).filteredOn("6"::equals).hasSize(2);
  }

  @Test
  void whereNobodyKnowsWhoTookWhatATableBeganFromNoneBeforeItIsGivenUp() {
    taken(1, 0, 1, 2, 3); // by a table whose claim is not known
    begins(2, 2);
    assertThat(givenUp(3)).containsExactly(3L);
    begins(3, 9); // gone
    assertThat(givenUp(3)).isEmpty();
  }

  @Test
  void tablesThatBeganFromNothingOrAKeptOneHaveGivenUpAllOfBefore() {
    beginsFromNothing(1);
    taken(1, 0, 1);
    begins(2, Archive.kept("early"), 0);
    taken(2, 2, 3);
    begins(3, 3);
    assertThat(givenUp(3)).containsExactly(0L, 1L);
    beginsFromNothing(4);
    assertThat(givenUp(3)).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void processThatTakesOneLateForATableThatIsInTheHistoryTakesOneThatIsGivenUp() {
    beginTwice();
    taken(1, 8);
    taken(2, 9);
    assertThat(givenUp(9)).containsExactly(4L, 5L, 8L, 9L);
    assertThat(chosen()).isEqualTo(7);
  }
}
