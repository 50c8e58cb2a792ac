package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("simulation")
class CampaignTest {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  /** In one of so many seeds at most each fault comes. */
  private static final int MOST_SEEDS = 150;

  /** Counts in a field, which no retry, crash or second process can put right. */
  private static final class Forgetful extends Words {
    @Override
    public StreamApp app() {
      AtomicInteger count = new AtomicInteger();
      return stream ->
          stream
              .kinesis("words", Decoder.utf8())
              .map(line -> line + " " + count.incrementAndGet())
              .saveAsTextFiles("numbered");
    }
  }

  /** Knows of a row that no app gives. */
  private static final class WrongOracle extends Words {
    @Override
    public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
      SortedMap<String, List<String>> rows = new TreeMap<>(Map.of("more", List.of("a row")));
      return Optional.of(new Expected(rows, new TreeMap<>()));
    }
  }

  private static void assertRight(long history) {
    assertRight(history, Optional.empty());
  }

  private static void assertRight(long history, Optional<Theme> theme) {
    Trial trial = new Trial(Pipeline.plain(history), history, ALL, theme, OptionalInt.empty());
    assertThat(trial.run().violations()).isEmpty();
  }

  /** History 494: a new version took a checkpoint while old code stood still before a restore. */
  @Test
  void oldCodeMayStandStillBeforeItRestoresWhatNewCodeHasKeptSince() {
    assertRight(494, Optional.of(Theme.LOST_CHANGES));
  }

  /**
   * History 272: a shard that had ended waited for ever for the rest of an aggregate that expired.
   */
  @Test
  void restOfAnAggregateThatExpiredIsNotWaitedFor() {
    assertRight(272);
    assertRight(679);
  }

  /** History 1962: who lost the race for the last entry of the success lane took it for done. */
  @Test
  void endIsNotSaidBeforeTheLastEntryIsPublished() {
    assertRight(1962);
  }

  /** History 107845: the first coordinator of all was one of the changed app. */
  @Test
  void whatIsAddedIsThereFromTheStartWhereTheChangedAppStartsItAll() {
    assertRight(107_845);
  }

  /** History 844011: the times of files had been swept away since a later checkpoint was kept. */
  @Test
  void filesSinceAKeptCheckpointAreFoundAnewWhereBroomsHaveBeenThereSince() {
    assertRight(844_011);
  }

  /**
   * History 953256: a checkpoint was kept of what a lost table had fixed, and the next one had not.
   */
  @Test
  void nobodyGoesBackToAKeptCheckpointThatWasFurtherThanWhereATableOfBroadcastsChangedSince() {
    assertRight(953_256);
  }

  /**
   * History 857286: a table fell back to before the content of a broadcast changed, and had no
   * checkpoint of its own yet.
   */
  @Test
  void nobodyLosesATableThatHasNoCheckpointFromWhichItsSuccessorCouldGoOn() {
    assertRight(857_286);
  }

  /** History 699346: the end of a parent was put anew before each look, and seemed young. */
  @Test
  void childThatHasLeftWithAParentNobodyHasMetIsNotWaitedForForEver() {
    assertRight(699_346);
  }

  /** History 110716: three processes were killed, one after the other, with one record in hand. */
  @Test
  void harmlessRecordIsNotGivenUpForWhatChanceHasDone() {
    assertRight(110_716);
  }

  /** History 499017: two were, and the note of one that lived came back with the table. */
  @Test
  void harmlessRecordIsNotGivenUpForWhatChanceHasDoneWhereTheTableFallsBack() {
    assertRight(499_017);
  }

  /** History 1898: a lane that was forgotten began anew by a listing of before its shard left. */
  @Test
  void shardThatHasLeftItsStreamDoesNotComeBackByAnOldListing() {
    assertRight(1_898);
  }

  /**
   * Histories 922337 and 930314: somebody still had records of a parent that had left its stream.
   */
  @Test
  void childWaitsForTheEndOfAParentThatHasLeftItsStream() {
    assertRight(922_337);
    assertRight(930_314);
  }

  /**
   * History 32: all behind the last record that was taken expired, and then the shard had ended.
   */
  @Test
  void whatExpiresBehindTheLaneOfAShardThatHasEndedIsCounted() {
    assertRight(32, Optional.of(Theme.EXPIRY));
  }

  @Test
  void coordinatorsRunThroughHoursThoughTheEventThatSaysSoIsLeftOut() {
    Trial trial = new Trial(Pipeline.plain(100_577), 100_577, ALL);
    List<Event> events =
        trial.script().stream().filter(each -> !(each instanceof Event.Leap)).toList();
    assertThat(events).hasSizeLessThan(trial.script().size());
    assertThat(trial.run(events, Dice.of(1), line -> {}).violations()).isEmpty();
  }

  @Test
  void randomAppsGiveWhatTheOracleSaysWhateverGoesWrong() {
    Campaign.Figures figures = new Campaign(Pipeline::ofSeed, ALL).run(1, 140, 2, 1, seed -> {});
    assertThat(figures.failures()).isEmpty();
    assertThat(figures.seeds()).isEqualTo(140);
    Set<Fault> around = EnumSet.allOf(Fault.class);
    around.removeAll(Theme.leftOut(Optional.empty()));
    assertThat(figures.faults())
        .as("a fault that never comes proves nothing")
        .containsKeys(around.toArray(Fault[]::new));
  }

  @Test
  void interruptedCampaignGivesTheFiguresOfTheSeedsBefore() {
    Campaign.Figures all = new Campaign(Pipeline::ofSeed, ALL).run(1, 3, 1, 1, seed -> {});
    Campaign.Figures some =
        new Campaign(Pipeline::ofSeed, ALL)
            .run(
                1,
                1_000_000,
                2,
                1,
                done -> {
                  if (done == 3) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(some).isEqualTo(all);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void eachFaultCanComeAlone(Fault fault) {
    Set<Fault> some = EnumSet.of(fault);
    some.addAll(fault.needs());
    Campaign.Choice choice = new Campaign.Choice("", some, Theme.neededBy(fault));
    Campaign campaign = new Campaign(Pipeline::ofSeed, choice, 0);
    boolean came = false;
    for (long seed = 7_000; seed < 7_003 || !came && seed < 7_000 + MOST_SEEDS; seed++) {
      Campaign.Figures figures = campaign.run(seed, 1, 1, 1, done -> {});
      assertThat(figures.failures()).isEmpty();
      assertThat(some).containsAll(figures.faults().keySet());
      came |= figures.faults().containsKey(fault);
    }
    assertThat(came).as("it comes").isTrue();
  }

  /**
   * History 330190: a lane that had ended before it was registered was moved on, and open again.
   */
  @Test
  void laneThatEndedBeforeItJoinedStaysEnded() {
    assertRight(330_190);
  }

  /**
   * History 307647: a checkpoint left lanes of the layout before out for a stage that had taken
   * over, while another stage had not, so that all were still at work.
   */
  @Test
  void checkpointHasTheLanesBeforeUntilAllStagesHaveTakenOver() {
    assertRight(307_647);
  }

  /**
   * History 715695: an app was restored by a process whose clock had gone back, so that who stood
   * still in the lost table took the restore for an old one, and kept another number of buckets.
   */
  @Test
  void clocksSayWhichTableWasGivenUp() {
    assertRight(715_695);
  }

  /** Says of each record, packed or not, that it comes out once. */
  private static final class CountedWords extends Words {
    @Override
    public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
      SortedMap<String, List<String>> rows = new TreeMap<>();
      for (Arrived each : records) {
        rows.computeIfAbsent("words-" + (each.k() + 1) * 1000, d -> new ArrayList<>())
            .add(each.line());
      }
      rows.values().forEach(lines -> lines.sort(null));
      return Optional.of(
          new Expected(rows, new TreeMap<>(Map.of("records", (long) records.size()))));
    }
  }

  @Test
  void recordsThatAProducerHasPackedCountOneByOne() {
    Set<Fault> faults =
        EnumSet.of(Fault.KPL_AGGREGATES, Fault.OTHER_BORDERS, Fault.CRASH_AFTER_COMMIT);
    assertThat(new Trial(new CountedWords(), 3, faults).script())
        .anyMatch(event -> event instanceof Event.Put put && put.parts().size() > 1);
    Campaign.Figures figures =
        new Campaign(seed -> new CountedWords(), faults).run(1, 20, 1, 1, seed -> {});
    assertThat(figures.failures()).isEmpty();
  }

  @Test
  void memoryThatRunsOutInProcessesThatLiveOnCostsOneRecordOnly() {
    Set<Fault> faults =
        EnumSet.of(
            Fault.OUT_OF_MEMORY, Fault.KPL_AGGREGATES, Fault.STRAY_MEMBERS, Fault.RESHARDING);
    Campaign.Figures figures = new Campaign(Pipeline::ofSeed, faults).run(21, 30, 1, 1, seed -> {});
    assertThat(figures.failures()).isEmpty();
  }

  @Test
  void appThatKeepsStateItselfIsFoundAndTheHistoryIsShort() {
    Campaign.Figures figures =
        new Campaign(seed -> new Forgetful(), EnumSet.of(Fault.CRASH_BEFORE_COMMIT))
            .run(1, 50, 1, 1, seed -> {});
    assertThat(figures.failures()).hasSize(1);
    Campaign.Failure failure = figures.failures().get(0);
    assertThat(failure.shortest()).isNotEmpty();
    assertThat(failure.trace()).anyMatch(each -> each.contains("record stamped"));
    assertThat(failure.trace().stream().filter(each -> each.contains("record stamped")).count())
        .isLessThan(5);
  }

  /** Never comes back from its third line. */
  private static final class Looping extends Words {
    @Override
    public StreamApp app() {
      return stream ->
          stream
              .kinesis("words", Decoder.utf8())
              .map(line -> line.equals("word 2") ? forEver() : line)
              .saveAsTextFiles("words");
    }

    private static String forEver() {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      return "interrupted";
    }
  }

  @Test
  void appThatLoopsForEverIsNamedWithThePlaceWhereItHangs() {
    Campaign.Figures figures =
        new Campaign(seed -> new Looping(), Campaign.Choice.of(Set.of()), 0, Duration.ofSeconds(4))
            .run(5, 9, 1, 1, seed -> {});
    assertThat(figures.failures()).hasSize(1);
    Campaign.Failure failure = figures.failures().get(0);
    assertThat(failure.seed()).isEqualTo(5);
    assertThat(failure.violations()).hasSize(1);
    assertThat(failure.violations().get(0)).contains("no end within", "forEver");
  }

  @Test
  void oracleThatSaysMoreIsHeard() {
    Campaign.Figures figures =
        new Campaign(seed -> new WrongOracle(), Set.of()).run(1, 5, 1, 1, seed -> {});
    assertThat(figures.failures()).hasSize(1);
    assertThat(figures.failures().get(0).violations()).anyMatch(each -> each.contains("a row"));
  }

  @Test
  void crowdComesInBulkWithAsMuchAroundItAsOthersHave() {
    int many = 24_000;
    Set<Fault> faults = EnumSet.complementOf(EnumSet.of(Fault.HOT_KEY));
    Trial trial = new Trial(Pipeline.plain(14), 14, faults, Optional.empty(), OptionalInt.of(many));
    assertThat(trial.has(Fault.MANY_KEYS)).isTrue();
    Trial.Outcome outcome = trial.run();
    assertThat(outcome.violations()).isEmpty();
    // One at a time they take 8 steps for 3 records at least.
    assertThat(outcome.steps()).isBetween(1_000L, 2L * many);
  }

  /** Seed 325: a batch waited for hours for an idle lane that could not be moved on. */
  @Test
  void whereCoordinatorsRunSeldomEachGoesOnUntilNoBatchWaits() {
    assertRight(Histories.of(325), Optional.of(Theme.RENEWING));
  }

  @Test
  void theSameSeedIsTheSameHistory() {
    List<List<String>> histories = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<String> history = new ArrayList<>();
      Trial trial = new Trial(Pipeline.plain(5), 5, ALL);
      trial.run(trial.script(), Dice.of(5), history::add);
      histories.add(history);
    }
    assertThat(histories.get(0)).isEqualTo(histories.get(1)).hasSizeGreaterThan(100);
  }

  @Test
  void choicesMadeAgainGiveTheSameHistory() {
    Trial trial = new Trial(Pipeline.plain(9), 9, ALL);
    List<String> first = new ArrayList<>();
    Trial.Outcome outcome = trial.run(trial.script(), Dice.of(9), first::add);
    List<String> second = new ArrayList<>();
    trial.run(trial.script(), Dice.again(outcome.choices()), second::add);
    assertThat(second).isEqualTo(first);
  }
}
