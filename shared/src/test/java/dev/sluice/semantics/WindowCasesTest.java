package dev.sluice.semantics;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which windows hold a moment, as in Spark's {@code window} and in Flink's assigners. */
class WindowCasesTest {
  private static final long SECOND = 1_000;

  private static Windows windows(long size, long slide, long offset) {
    return Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(slide))
        .withOffset(Duration.ofMillis(offset));
  }

  private static Scenario counts(Windows windows) {
    return Scenario.of(
        0,
        pairs ->
            pairs
                .reduceByKeyAndWindow(Long::sum, windows)
                .mapWithWindow((w, key, n) -> w.startMillis() + ".." + w.endMillis() + "=" + n));
  }

  /** Checks the starts of all windows that hold one moment. */
  private static void holds(long time, Windows windows, long... starts) {
    counts(windows)
        .batch("k@" + time)
        .end()
        .gives(
            LongStream.of(starts)
                .mapToObj(start -> start + ".." + (start + windows.size().toMillis()) + "=1")
                .toArray(String[]::new));
  }

  @Test
  void tumblingWindowsHoldTheirStartAndNotTheirEnd() {
    Windows five = windows(5_000, 5_000, 0);
    holds(0, five, 0);
    holds(4_999, five, 0);
    holds(5_000, five, 5_000);
    holds(-1, five, -5_000);
    holds(-5_000, five, -5_000);
    holds(-5_001, five, -10_000);
  }

  @Test
  void offsetsMoveTumblingWindowsEitherWay() {
    Windows later = windows(5_000, 5_000, 100);
    holds(100, later, 100);
    holds(5_099, later, 100);
    holds(5_100, later, 5_100);
    holds(99, later, -4_900);
    Windows earlier = windows(5_000, 5_000, -100);
    holds(0, earlier, -100);
    holds(4_899, earlier, -100);
    holds(4_900, earlier, 4_900);
    Windows seconds = windows(5_000, 5_000, 1_000);
    holds(5_999, seconds, 1_000);
    holds(6_000, seconds, 6_000);
  }

  @Test
  void startsThatAreNoMultiplesOfTenFollowTheOffset() {
    long[][] cases = {
      {0, 1, 0},
      {0, 6, 0},
      {0, 7, 7},
      {0, 8, 7},
      {3, 1, -4},
      {3, 2, -4},
      {3, 3, 3},
      {3, 9, 3},
      {3, 10, 10},
      {-2, 1, -2},
      {-2, -2, -2},
      {-2, 3, -2},
      {-2, 4, -2},
      {-2, 7, 5},
      {-2, 12, 12},
    };
    for (long[] each : cases) {
      holds(each[1], windows(7, 7, each[0]), each[2]);
    }
  }

  @Test
  void daysOfATimeZoneAreAnOffset() {
    Windows days = Windows.tumbling(Duration.ofDays(1)).withOffset(Duration.ofHours(8).negated());
    holds(1_470_902_048_450L, days, 1_470_844_800_000L);
  }

  @Test
  void offsetLongerThanAWindowIsTheRestOfIt() {
    holds(0, windows(10, 10, 25), -5);
    holds(0, windows(10, 10, -25), -5);
    holds(0, windows(10, 5, -101), -1, -6);
  }

  @Test
  void slidingWindowsHoldAMomentSizeBySlideTimes() {
    Windows five = windows(5_000, 1_000, 0);
    holds(0, five, -4_000, -3_000, -2_000, -1_000, 0);
    holds(4_999, five, 0, 1_000, 2_000, 3_000, 4_000);
    holds(5_000, five, 1_000, 2_000, 3_000, 4_000, 5_000);
    Windows later = windows(5_000, 1_000, 100);
    holds(100, later, -3_900, -2_900, -1_900, -900, 100);
    holds(5_099, later, 100, 1_100, 2_100, 3_100, 4_100);
    holds(5_100, later, 1_100, 2_100, 3_100, 4_100, 5_100);
    Windows earlier = windows(5_000, 1_000, -100);
    holds(0, earlier, -4_100, -3_100, -2_100, -1_100, -100);
    holds(4_899, earlier, -100, 900, 1_900, 2_900, 3_900);
    holds(4_900, earlier, 900, 1_900, 2_900, 3_900, 4_900);
    Windows half = windows(5_000, 1_000, 500);
    holds(100, half, -4_500, -3_500, -2_500, -1_500, -500);
    holds(5_499, half, 500, 1_500, 2_500, 3_500, 4_500);
  }

  private static String at(String time) {
    return "k@" + Instant.parse("2016-03-27T" + time + "Z").toEpochMilli();
  }

  private static String row(String start, long millis, int count) {
    long from = Instant.parse("2016-03-27T" + start + "Z").toEpochMilli();
    return from + ".." + (from + millis) + "=" + count;
  }

  @Test
  void slideThatDoesNotDivideTheSizeGivesWindowsOfDifferentCounts() {
    counts(windows(10 * SECOND, 3 * SECOND, 0))
        .batch(at("19:39:34"), at("19:39:56"), at("19:39:27"))
        .end()
        .gives(
            row("19:39:18", 10_000, 1),
            row("19:39:21", 10_000, 1),
            row("19:39:24", 10_000, 1),
            row("19:39:27", 10_000, 2),
            row("19:39:30", 10_000, 1),
            row("19:39:33", 10_000, 1),
            row("19:39:48", 10_000, 1),
            row("19:39:51", 10_000, 1),
            row("19:39:54", 10_000, 1));
  }

  @Test
  void windowsOfMillisecondsSlideByMilliseconds() {
    List<String> rows = new ArrayList<>();
    for (int start = 240; start <= 680; start += 40) {
      rows.add(row("09:00:00." + start, 200, start >= 520 && start <= 600 ? 2 : 1));
    }
    counts(windows(200, 40, 0))
        .batch(at("09:00:00.410"), at("09:00:00.620"), at("09:00:00.715"))
        .end()
        .gives(rows.toArray(String[]::new));
  }

  @Test
  void negativeStartsOfSparkAreOffsets() {
    counts(windows(10 * SECOND, 10 * SECOND, -5 * SECOND))
        .batch(at("19:39:30"), at("19:39:25"))
        .end()
        .gives(row("19:39:25", 10_000, 2));
    counts(windows(10 * SECOND, 10 * SECOND, 5 * SECOND))
        .batch("k@2s", "k@12s")
        .end()
        .gives("-5000..5000=1", "5000..15000=1");
  }

  @Test
  void slidingWindowsOfFlinkCloseOneByOneAcrossARestart() {
    Scenario.of(
            0,
            pairs ->
                pairs
                    .reduceByKeyAndWindow(Long::sum, windows(3_000, 1_000, 0))
                    .mapWithWindow((w, key, n) -> key + " " + w.endMillis() + " " + n))
        .batch("key2@999", "key2@999", "key1@20", "key1@0", "key1@999")
        .gives()
        .batch("key2@1998", "key2@1999", "key2@1000")
        .gives("key1 1000 3", "key2 1000 2")
        .batch("clock@3000")
        .gives("key1 2000 3", "key1 3000 3", "key2 2000 5", "key2 3000 5")
        .batch("clock@3999")
        .gives()
        .batch("clock@4000")
        .gives("key2 4000 3", "clock 4000 2")
        .batch("clock@8000")
        .gives("clock 5000 3", "clock 6000 3", "clock 7000 1");
  }

  @Test
  void windowsThatNobodyFilledDoNotExist() {
    counts(windows(10, 10, 0)).batch("k@5", "k@1000005").gives("0..10=1").batch().gives();
  }
}
