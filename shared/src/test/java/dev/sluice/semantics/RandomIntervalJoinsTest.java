package dev.sluice.semantics;

import static dev.sluice.semantics.TwoStreams.LEFT;
import static dev.sluice.semantics.TwoStreams.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins of two streams with bounds of any kind, against all pairs of what is not late. */
class RandomIntervalJoinsTest {
  private static final long T = 1000;

  private record Sent(boolean left, long k, String key, long timeMillis, String value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void pairsAreThoseThatTheBoundsAllowOfWhatIsNotLate(long seed) {
    Random random = new Random(seed);
    long delay = random.nextInt(3) * 300L;
    long before = random.nextInt(20) * 100L - 500;
    long after = random.nextInt(20) * 100L - before % 700;
    if (before + after < 0) {
      after = -before;
    }
    Duration from = Duration.ofMillis(before);
    Duration to = Duration.ofMillis(after);
    TwoStreams run =
        TwoStreams.timedJoinedBy(delay, (left, right) -> left.fullOuterJoinWithin(right, from, to));
    List<Sent> sent = send(run, random);

    TreeMap<String, List<String>> found = new TreeMap<>(run.outcome());
    found.keySet().removeIf(name -> name.startsWith("late/"));

    assertThat(merged(found, sent.get(sent.size() - 1).k))
        .as("[-%d, %d], out of order by %d", before, after, delay)
        .isEqualTo(model(sent, delay, before, after));
  }

  /** Both streams have their own pace, so that either may hold the watermark back. */
  private static List<Sent> send(TwoStreams run, Random random) {
    List<Sent> sent = new ArrayList<>();
    long stamp = 50_000;
    long behind = random.nextInt(2_000);
    for (int i = 0; i < 150; i++) {
      stamp += random.nextInt(100);
      boolean left = random.nextBoolean();
      long time = (stamp - (left ? behind : 0) - random.nextInt(1_500)) / 100 * 100;
      Sent one = new Sent(left, stamp / T, "k" + random.nextInt(4), time, "" + i);
      run.send(left ? LEFT : RIGHT, stamp, one.key, time, one.value);
      sent.add(one);
      if (random.nextInt(30) == 0) {
        run.run().restart();
      }
    }
    return sent;
  }

  private static TreeMap<Long, List<String>> model(
      List<Sent> sent, long delay, long before, long after) {
    TreeMap<Long, List<String>> rows = new TreeMap<>();
    long last = sent.get(sent.size() - 1).k;
    List<Sent> taken =
        sent.stream().filter(s -> s.timeMillis >= watermark(sent, s.k - 1, delay)).toList();
    for (Sent each : taken) {
      boolean alone = true;
      for (Sent other : taken) {
        Sent left = each.left ? each : other;
        Sent right = each.left ? other : each;
        long distance = right.timeMillis - left.timeMillis;
        if (each.left != other.left
            && each.key.equals(other.key)
            && distance >= -before
            && distance <= after) {
          alone = false;
          if (each.left) {
            String pair = "Optional[" + left.value + "],Optional[" + right.value + "]";
            add(rows, Math.max(left.k, right.k), each.key, pair);
          }
        }
      }
      if (alone) {
        long lastPartner = each.timeMillis + (each.left ? after : before);
        long k = each.k;
        while (k < last && watermark(sent, k, delay) <= lastPartner) {
          k++;
        }
        String value = "Optional[" + each.value + "]";
        add(rows, k, each.key, each.left ? value + ",Optional.empty" : "Optional.empty," + value);
      }
    }
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }

  /** The smaller one of both streams, none as long as one of them has no record. */
  private static long watermark(List<Sent> sent, long k, long delay) {
    long least = Long.MAX_VALUE;
    for (boolean left : new boolean[] {true, false}) {
      long newest =
          sent.stream()
              .filter(each -> each.left == left && each.k <= k)
              .mapToLong(Sent::timeMillis)
              .max()
              .orElse(Long.MIN_VALUE);
      least = Math.min(least, newest == Long.MIN_VALUE ? newest : newest - delay);
    }
    return least;
  }

  private static void add(TreeMap<Long, List<String>> rows, long k, String key, String pair) {
    rows.computeIfAbsent(k, each -> new ArrayList<>()).add("(" + key + ",(" + pair + "))");
  }

  /** Rows by batch; what comes when the input ends counts for the last one. */
  private static TreeMap<Long, List<String>> merged(
      TreeMap<String, List<String>> found, long last) {
    TreeMap<Long, List<String>> rows = new TreeMap<>();
    found.forEach(
        (name, lines) -> {
          long k = Long.parseLong(name.substring("out-".length())) / T - 1;
          rows.computeIfAbsent(Math.min(k, last), each -> new ArrayList<>()).addAll(lines);
        });
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }
}
