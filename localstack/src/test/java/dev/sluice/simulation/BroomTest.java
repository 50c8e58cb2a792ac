package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.MemoryClock;
import dev.sluice.ports.LogEntry;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BroomTest {
  private static final Chances OFTEN = new Chances(Map.of(Fault.EXPIRY, 1));
  private static final int ENTRIES = 10;

  private final MemoryClock clock = new MemoryClock(Instant.EPOCH);
  private final FragileLog log = new FragileLog(clock, (name, delta) -> {});
  private Trouble trouble;

  @Test
  void historiesKeepAllOrNoneOrSomeOfWhatHasExpired() {
    Set<Integer> left =
        LongStream.range(0, 50)
            .mapToObj(history -> left(history, OFTEN, Duration.ofMinutes(70)).size())
            .collect(Collectors.toSet());
    assertThat(left).contains(0, ENTRIES).hasSizeGreaterThan(4);
  }

  @Test
  void nothingGoesWhereTheFaultIsLeftOut() {
    for (long history = 0; history < 20; history++) {
      assertThat(left(history, Chances.NONE, Duration.ofDays(100))).hasSize(ENTRIES);
      assertThat(trouble.counts()).isEmpty();
    }
  }

  @Test
  void faultIsCountedWhereSomethingHasGone() {
    for (long history = 0; history < 50; history++) {
      boolean removed = left(history, OFTEN, Duration.ofMinutes(61)).size() < ENTRIES;
      assertThat(trouble.counts().containsKey(Fault.EXPIRY)).isEqualTo(removed);
    }
  }

  @Test
  void entriesThatCanBeNeededStay() {
    for (long history = 0; history < 50; history++) {
      assertThat(left(history, OFTEN, Duration.ofMinutes(59))).hasSize(ENTRIES);
    }
  }

  @Test
  void sameEntriesGoInTheSameHistory() {
    for (long history = 0; history < 50; history++) {
      List<Long> left = left(history, OFTEN, Duration.ofMinutes(70));
      assertThat(left(history, OFTEN, Duration.ofMinutes(70))).isEqualTo(left);
    }
  }

  /** The entries that are left when so much time has passed since each was put for an hour. */
  private List<Long> left(long history, Chances chances, Duration passed) {
    trouble = new Trouble(chances, Dice.of(1), line -> {});
    log.lose();
    clock.set(Instant.EPOCH);
    for (int number = 0; number < ENTRIES; number++) {
      log.append("lane", number, new byte[1], Instant.EPOCH.plus(Duration.ofHours(1)));
    }
    clock.advance(passed);
    Broom broom = new Broom(history, log, clock, trouble);
    broom.pass();
    broom.mayCome();
    return log.read("lane", 0, ENTRIES).stream().map(LogEntry::number).toList();
  }
}
