package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ProtocolException;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LaneLogTest {
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofHours(1), 1);
  private static final String LANE = "lane";

  private final MemoryClock clock = new MemoryClock(Instant.ofEpochSecond(1_000_000));
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryLog store = new MemoryLog(clock, metrics);
  private final LaneLog<String> log = process();
  private final LaneLog<String> other = process();

  private LaneLog<String> process() {
    return new LaneLog<>(
        store,
        clock,
        SETTINGS,
        text -> text.getBytes(StandardCharsets.UTF_8),
        bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private void pass(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
    store.vacuum();
  }

  @Test
  void numberThatWasTakenAndExpiredIsNotFree() {
    log.append(LANE, 0, "first");
    other.append(LANE, 0, "lost");
    assertThat(other.head(LANE).orElseThrow().entry()).isEqualTo("first");
    assertThat(other.append(LANE, 1, "second")).isTrue();
    pass(40);
    assertThat(other.append(LANE, 2, "third")).isTrue();
    pass(40);
    assertThat(store.read(LANE, 0, 9)).hasSize(1);
    assertThat(log.append(LANE, 1, "late")).isFalse();
    assertThat(log.head(LANE).orElseThrow().number()).isEqualTo(2);
    assertThat(log.append(LANE, 3, "fourth")).isTrue();
  }

  @Test
  void knowledgeOfAnotherLookDoesNotMakeAnOldNumberFree() {
    log.append(LANE, 0, "first");
    other.head(LANE);
    other.append(LANE, 1, "second");
    pass(40);
    other.append(LANE, 2, "third");
    pass(40);
    log.head(LANE); // somebody in this process looks, and somebody else puts by what he knew before
    assertThat(log.append(LANE, 1, "late")).isFalse();
  }

  @Test
  void laneWhoseEntriesAreAllGoneTakesNothingBehindThem() {
    log.append(LANE, 0, "first");
    pass(120);
    assertThat(log.append(LANE, 1, "second")).isFalse();
    assertThat(log.read(LANE, 1, Long.MAX_VALUE)).isEmpty();
    assertThat(log.append(LANE, 1, "second")).isFalse();
  }

  /** Entries of minutes, of which the first ones expire after an hour. */
  private void putEachMinute(int count) {
    for (int minute = 0; minute < count; minute++) {
      assertThat(log.append(LANE, minute, String.format(Locale.ROOT, "%03d", minute))).isTrue();
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private long lastUpTo(int minute) {
    return log.lastBefore(LANE, each -> Integer.parseInt(each) > minute).orElseThrow();
  }

  @Test
  void lastEntryBeforeThoseBehindSomethingIsFoundWhereverItIs() {
    assertThat(log.lastBefore(LANE, each -> true)).isEmpty();
    putEachMinute(50);
    for (int minute = 0; minute < 50; minute++) {
      assertThat(lastUpTo(minute)).isEqualTo(minute);
    }
    assertThat(lastUpTo(-1)).as("all are behind it").isZero();
    assertThat(lastUpTo(90)).as("none is behind it").isEqualTo(49);
  }

  @Test
  void entriesThatHaveExpiredAreNotFoundWhetherTheyAreThereOrNot() {
    putEachMinute(150);
    for (boolean removed : new boolean[] {false, true}) {
      assertThat(lastUpTo(-1)).as("the oldest that lives").isEqualTo(91);
      assertThat(lastUpTo(20)).isEqualTo(91);
      assertThat(lastUpTo(90)).isEqualTo(91);
      assertThat(lastUpTo(91)).isEqualTo(91);
      assertThat(lastUpTo(120)).isEqualTo(120);
      assertThat(removed).isEqualTo(store.read(LANE, 0, 1).get(0).number() == 91);
      store.vacuum();
    }
  }

  /** The first entry of the control lane is, and what it has in an object of its own is not. */
  @Test
  void firstEntryIsNotLookedIntoAsItMayBeKeptForGoodAlone() {
    assertThat(log.appendForGood(LANE, 0, "what cannot be read")).isTrue();
    for (int minute = 1; minute < 150; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(log.append(LANE, minute, String.format(Locale.ROOT, "%03d", minute))).isTrue();
    }
    store.vacuum();
    assertThat(lastUpTo(120)).isEqualTo(120);
    assertThat(lastUpTo(20)).as("the oldest that lives but for the first").isEqualTo(90);
  }

  @Test
  void longLaneIsNotReadOneByOne() {
    putEachMinute(1_000);
    metrics.reset();
    assertThat(lastUpTo(960)).isEqualTo(960);
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isLessThan(15);
  }

  @Test
  void endSeenLongAgoCostsOneLookAndOneSeenJustNowNone() {
    log.append(LANE, 0, "first");
    metrics.reset();
    pass(29);
    assertThat(log.append(LANE, 1, "second")).isTrue();
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isZero();
    pass(31);
    assertThat(log.append(LANE, 2, "third")).isTrue();
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isEqualTo(1);
    pass(20);
    assertThat(log.read(LANE, 3, Long.MAX_VALUE)).isEmpty();
    pass(20);
    metrics.reset();
    assertThat(log.append(LANE, 3, "fourth")).isTrue();
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isZero();
  }

  @Test
  void clockThatWentBackDoesNotMakeALookYounger() {
    clock.advance(Duration.ofMinutes(50));
    log.append(LANE, 0, "first");
    clock.advance(Duration.ofMinutes(-50));
    metrics.reset();
    assertThat(log.append(LANE, 1, "second")).isTrue();
    assertThat(metrics.value(StoreMetrics.LOG_QUERIES)).isEqualTo(1);
  }

  @Test
  void newestEntryThatHasExpiredIsNoHead() {
    log.append(LANE, 0, "first");
    clock.advance(Duration.ofMinutes(61)); // the broom is late
    assertThatThrownBy(() -> log.head(LANE))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E20");
    assertThatThrownBy(() -> log.read(LANE, 0, Long.MAX_VALUE))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E20");
    assertThat(log.newest(LANE).orElseThrow().entry()).isEqualTo("first");
  }

  @Test
  void entryAboveTheLimitOfTheStoreIsAnError() {
    String large = "x".repeat(LogStore.MAX_ENTRY_BYTES);
    assertThat(log.append(LANE, 0, large)).isTrue();
    assertThatThrownBy(() -> log.append(LANE, 1, large + "x"))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E03");
  }
}
