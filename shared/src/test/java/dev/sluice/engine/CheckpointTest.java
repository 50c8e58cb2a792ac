package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checkpoints step by step: what is taken when, and what an app begins from. */
class CheckpointTest {
  private static final CheckpointSettings EVERY_MINUTE =
      new CheckpointSettings(Duration.ofMinutes(1), new StartFrom.Newest());

  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  private Rig rig = new Rig(2, 2);
  private LogStore log = rig.log;

  private Engine process(CheckpointSettings checkpoints) {
    return new Engine(rig.plan, rig.settings, rig.ports(log), checkpoints);
  }

  private Engine process(StartFrom start) {
    return process(new CheckpointSettings(Duration.ofMinutes(1), start));
  }

  private void loseTable() {
    log = new MemoryLog(rig.clock, rig.metrics);
    rig.positionsFromStart();
    rig.acknowledged = 0; // everything is delivered once more
  }

  private List<String> names(String prefix) {
    return rig.spills.list("checkpoints/" + prefix);
  }

  @Test
  void appGoesOnFromTheNewestCheckpointWhereItsLanesAreGone() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 150);
    assertThat(names("manifest/")).hasSize(3);

    loseTable();
    Engine second = process(EVERY_MINUTE);
    second.coordinator().run();
    assertThat(log.head(Lanes.CONTROL)).isPresent();
    rig.live(second, 10);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void finishedAppComesBackFinished() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 5);
    rig.finish(first);

    loseTable();
    Engine second = process(EVERY_MINUTE);
    second.coordinator().run();
    assertThat(second.coordinator().isFinished()).isTrue();
    assertThat(second.status().counters()).containsEntry("records", 5L);
    LogEntry end = log.head(Lanes.CONTROL).orElseThrow();
    assertThat(end.expiry()).isEqualTo(Instant.MAX);
  }

  @Test
  void nothingIsTakenWhereNothingIsNew() {
    Engine process = process(EVERY_MINUTE);
    process.coordinator().run();
    rig.live(process, 70);
    rig.clock.advance(Duration.ofMinutes(2));
    process.coordinator().run();
    List<String> before = names("");
    for (int minutes = 0; minutes < 5; minutes++) {
      rig.clock.advance(Duration.ofMinutes(1));
      process.coordinator().run();
    }
    assertThat(names("")).isEqualTo(before);
  }

  @Test
  void checkpointHoldsOnlyWhatIsNewSinceTheOneBefore() {
    Engine process = process(EVERY_MINUTE);
    process.coordinator().run();
    rig.live(process, 60);
    int first = bytes(names("pack/").get(0));
    double read = rig.metrics.value(StoreMetrics.LOG_READ_UNITS);
    rig.live(process, 61);
    assertThat(names("pack/")).hasSize(3);
    assertThat(rig.metrics.value(StoreMetrics.LOG_READ_UNITS)).isGreaterThan(read);

    // another process takes over from what is there
    Engine other = process(EVERY_MINUTE);
    rig.put("k0", 1);
    rig.deliverAll(other);
    rig.clock.advance(Duration.ofMinutes(1));
    other.coordinator().run();
    List<String> packs = names("pack/");
    assertThat(packs).hasSize(4);
    assertThat(first).isPositive();
    assertThat(packs.stream().mapToInt(this::bytes).min().orElseThrow()).isLessThan(2_000);
  }

  private int bytes(String name) {
    return rig.spills.get(name).orElseThrow().length;
  }

  @Test
  void appThatMustBeginAnewDoesSoThoughThereAreCheckpoints() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 5);

    loseTable();
    Engine second = process(new StartFrom.Nothing());
    second.coordinator().run();
    assertThat(second.status().counters()).doesNotContainKey("records");
    assertThat(log.read(Lanes.START, 0, 9)).hasSize(2);
    rig.live(second, 3);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void olderCheckpointIsRestoredByNumberAndTheNextOneIsItsSuccessor() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 130);
    assertThat(names("manifest/")).hasSize(3);

    loseTable();
    Engine second = process(new StartFrom.Numbered(1));
    second.coordinator().run();
    assertThat(second.status().counters().get("records")).isBetween(50L, 70L);
    second.coordinator().run();
    assertThat(names("manifest/")).hasSize(4);

    loseTable();
    Engine third = process(EVERY_MINUTE);
    third.coordinator().run();
    assertThat(third.status().counters()).isEqualTo(second.status().counters());
    rig.live(third, 3);
    rig.finish(third);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** A table began from an older one, and another from what that has taken. */
  @Test
  void checkpointsBehindThatFromWhichATableBeganAreGivenUpForTheNextTableToo() {
    Engine first = process(ALWAYS);
    first.coordinator().run();
    rig.live(first, 5);
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
    final List<Long> left = desk.numbers();
    loseTable();
    Engine second =
        process(new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Numbered(2)));
    second.coordinator().run();
    rig.live(second, 2);
    loseTable();
    process(ALWAYS).coordinator().run();
    assertThat(desk.numbers()).startsWith(0L, 1L, 2L, 3L, 4L).hasSizeGreaterThan(left.size());
    assertThat(desk.givenUp(desk.numbers()))
        .containsExactlyElementsOf(left.subList(3, left.size()));
  }

  @Test
  void damagedCheckpointIsPassedOver() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 130);
    loseTable();
    String damaged = names("pack/").get(2);
    ObjectStore objects = new Without(rig.spills, damaged);
    Engine second = new Engine(rig.plan, rig.settings, rig.ports(log, objects), EVERY_MINUTE);
    second.coordinator().run();
    long records = second.status().counters().get("records");
    assertThat(records).isBetween(50L, 125L);
    assertThat(new String(log.read(Lanes.START, 0, 1).get(0).bytes())).contains(damaged);
  }

  @Test
  void appWithoutAnyGoodCheckpointDoesNotBeginFromNothing() {
    Engine first = process(EVERY_MINUTE);
    first.coordinator().run();
    rig.live(first, 3);
    loseTable();
    ObjectStore objects = new Without(rig.spills, names("pack/").get(0));
    Engine second = new Engine(rig.plan, rig.settings, rig.ports(log, objects), EVERY_MINUTE);
    assertThatThrownBy(() -> second.coordinator().run())
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining("checkpoint 0");
    assertThatThrownBy(() -> process(new StartFrom.Numbered(7)).coordinator().run())
        .hasMessageContaining("checkpoint 7: it is not there");
    assertThat(log.head(Lanes.START)).isEmpty();
  }

  @Test
  void whatIsInTheWayOfARestoreIsNotOverwritten() {
    Engine first = process(ALWAYS);
    first.coordinator().run();
    rig.live(first, 10);
    LogEntry end = log.head(Lanes.bucket(1, 0)).orElseThrow();
    loseTable();
    log.append(Lanes.bucket(1, 0), end.number(), new byte[] {1}, Instant.MAX);
    assertThatThrownBy(() -> process(EVERY_MINUTE).coordinator().run())
        .hasMessageContaining("SLUICE-B04")
        .hasMessageContaining(Lanes.bucket(1, 0));
    assertThat(log.head(Lanes.CONTROL)).isEmpty();
  }

  @Test
  void restoredAppWhoseLanesAreGoneAgainDoesNotBeginAnew() {
    rig = new Rig(1, 1);
    log = rig.log;
    Engine first = process(ALWAYS);
    first.coordinator().run();
    rig.live(first, 30);
    loseTable();
    process(ALWAYS).coordinator().run();
    assertThat(log.read(Lanes.CONTROL, 0, 1).get(0).number()).isPositive();
    rig.clock.advance(Rig.LIFETIME.plusMinutes(1));
    ((MemoryLog) log).vacuum();
    assertThatThrownBy(() -> process(ALWAYS).coordinator().run())
        .hasMessageContaining("SLUICE-B03");
  }

  @Test
  void checkpointOlderThanALifetimeIsStillRestoredWhereNothingOfItIsGone() {
    Engine first = process(ALWAYS);
    first.coordinator().run();
    rig.live(first, 3);
    loseTable();
    rig.clock.advance(Rig.LIFETIME.multipliedBy(3));
    Engine second = process(EVERY_MINUTE);
    second.coordinator().run();
    assertThat(second.status().counters()).containsEntry("records", 3L);
    process(EVERY_MINUTE).coordinator().run();
  }

  /** A log that is looked at when clocks are just being set back. */
  private LogStore setBack(LogStore log) {
    return new ForwardingLog(log) {
      @Override
      public Optional<LogEntry> head(String lane) {
        Optional<LogEntry> head = super.head(lane);
        if (lane.equals(Lanes.START)) {
          rig.clock.advance(Duration.ofMillis(-10));
        }
        return head;
      }
    };
  }

  /** Seed 37782: it seemed that somebody else had put the claim, and nobody had. */
  @Test
  void clockThatGoesBackWhileAnAppBeginsOrIsRestoredIsInNobodysWay() {
    log = setBack(log);
    Engine first = process(ALWAYS);
    first.coordinator().run();
    rig.live(first, 10);
    loseTable();
    log = setBack(log);
    Engine second = process(ALWAYS);
    second.coordinator().run();
    assertThat(log.read(Lanes.START, 0, 9)).hasSize(2);
    assertThat(second.status().counters()).containsEntry("records", 10L);
  }

  @Test
  void appOfACodeWithoutCheckpointsGoesOnAndTakesThem() {
    Engine old = rig.process();
    old.coordinator().run();
    rig.live(old, 3);
    Engine fresh = process(EVERY_MINUTE);
    rig.live(fresh, 3);
    assertThat(names("manifest/")).hasSize(1);
    assertThat(log.head(Lanes.START)).isEmpty();
    loseTable();
    Engine second = process(EVERY_MINUTE);
    second.coordinator().run();
    rig.live(second, 3);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void manyCheckpointsAreCopiedIntoOnePackNowAndThen() {
    Engine process = process(new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest()));
    process.coordinator().run();
    rig.live(process, 100);
    assertThat(names("manifest/")).hasSizeGreaterThan(90);
    loseTable();
    Engine second = process(EVERY_MINUTE);
    rig.metrics.reset();
    second.coordinator().run();
    assertThat(rig.metrics.value(StoreMetrics.OBJECTS_GETS)).isLessThan(32 + 32 * 8);
    rig.live(second, 3);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void checkpointIsGoodForThreeQuartersOfALifetimeWhenItIsTaken() {
    long lifetime = Rig.LIFETIME.toMillis();
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log), Rig.LIFETIME);
    Engine process = process(new CheckpointSettings(Rig.LIFETIME.dividedBy(40), ALWAYS.start()));
    process.coordinator().run();
    int taken = 0;
    for (int step = 0; step < 800; step++) {
      rig.put("k", step);
      rig.deliverAll(process);
      rig.clock.advance(Rig.LIFETIME.dividedBy(400));
      process.coordinator().run();
      CheckpointDesk.Summary newest = desk.newest().orElseThrow();
      assertThat(newest.goodUntilMillis() - newest.takenMillis())
          .isGreaterThanOrEqualTo(lifetime * 3 / 4);
      taken += newest.takenMillis() == rig.clock.nowMillis() ? 1 : 0;
    }
    assertThat(taken).isGreaterThan(70);
  }

  @Test
  void appWithoutResultsIsNotReadEntryByEntry() {
    rig =
        new Rig(
            stream ->
                stream
                    .kinesis(Rig.STREAM, Decoder.utf8())
                    .mapToPair(line -> Pair.of(line, 1L), TestCodecs.STRING, TestCodecs.LONG)
                    .reduceByKey(Long::sum)
                    .filter(pair -> false)
                    .saveAsTextFiles("none"),
            1,
            1);
    log = rig.log;
    Engine process = process(new CheckpointSettings(Duration.ZERO, new StartFrom.Newest()));
    process.coordinator().run();
    rig.live(process, 200);
    assertThat(log.head(Lanes.SUCCESS)).isEmpty();
    Engine other = process(EVERY_MINUTE);
    rig.metrics.reset();
    other.coordinator().run();
    assertThat(names("manifest/")).hasSize(1);
    assertThat(rig.metrics.value(StoreMetrics.LOG_QUERIES)).isLessThan(50);
  }

  /** A store from which an object was removed. */
  private record Without(ObjectStore objects, String gone) implements ObjectStore {
    @Override
    public Put putIfAbsent(String name, byte[] content) {
      return objects.putIfAbsent(name, content);
    }

    @Override
    public Optional<byte[]> get(String name) {
      return objects.get(name).filter(each -> !name.equals(gone));
    }

    @Override
    public Optional<byte[]> getRange(String name, long offset, int length) {
      return objects.getRange(name, offset, length).filter(each -> !name.equals(gone));
    }

    @Override
    public List<String> list(String prefix) {
      return objects.list(prefix).stream().filter(each -> !each.equals(gone)).toList();
    }
  }
}
