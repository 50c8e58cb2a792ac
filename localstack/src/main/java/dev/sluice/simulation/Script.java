package dev.sluice.simulation;

import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens outside of an app, in order; it follows from a seed. */
final class Script {
  /** Stamps of Kinesis step back by less than that. */
  static final int MAX_SKEW_MILLIS = 400;

  private static final int LONG_GAP_MILLIS = 1_500;
  private static final int SHORT_GAP_MILLIS = 120;

  private static final int LEAST_LEAP_MINUTES = 50;
  private static final int LEAP_MINUTES = 150;

  /**
   * An app changes once in a minute at most, and what waits for longer may be too old: some minutes
   * must pass.
   */
  private static final int LEAST_PAUSE_MILLIS = 50_000;

  private static final int PAUSE_MILLIS = 30_000;
  private static final int PAUSES = 25;
  private static final int MOST_PACKED = 6;
  private static final int PARTITION_KEYS = 20;

  /** So many or fewer come at their own pace, more in about the same time, with as much around. */
  private static final int MANY_RECORDS = 200;

  private static final int MAX_SHARDS_EVER = 100;

  private Script() {}

  /**
   * @param awayForLong whether the coordinator may be away for long
   */
  static List<Event> of(Subject subject, long seed, int records, Flaws flaws, boolean awayForLong) {
    Chances chances = flaws.chances();
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    List<String> streams = subject.streams();
    long now = subject.beginMillis() + random.nextInt(10_000);
    boolean stops =
        chances.has(Fault.LAYOUT_CHANGE)
            || chances.has(Fault.CHANGED_BACK)
            || chances.has(Fault.OLD_CODE)
            || chances.has(Fault.TOO_OLD);
    int scale = Math.max(1, records / MANY_RECORDS);
    Away away = awayForLong ? Away.of(seed, records, scale, chances) : Away.NEVER;
    for (int i = 0; i < records; i++) {
      if (i == away.from) {
        events.add(new Event.Away(now, away.forMillis()));
      }
      if (oneIn(random, scale * chances.of(Fault.HOURS_PASS))) {
        now += Duration.ofMinutes(LEAST_LEAP_MINUTES + random.nextInt(LEAP_MINUTES)).toMillis();
        events.add(new Event.Leap(now));
      }
      if (stops && random.nextInt(scale * PAUSES) == 0) {
        now += LEAST_PAUSE_MILLIS + random.nextInt(PAUSE_MILLIS);
      }
      int gap = random.nextInt(random.nextInt(4) == 0 ? LONG_GAP_MILLIS : SHORT_GAP_MILLIS);
      now += i % scale == 0 ? gap + away.apartMillis(i / scale) : 0;
      long stamp = now - random.nextInt(MAX_SKEW_MILLIS);
      String stream = streams.get(streams.size() == 1 ? 0 : random.nextInt(streams.size()));
      String key = partitionKey(random);
      List<String> keys = new ArrayList<>(List.of(key));
      List<byte[]> parts = new ArrayList<>();
      parts.add(subject.record(random, stream, i, stamp, flaws));
      boolean packs = flaws.happens(Fault.KPL_AGGREGATES, random);
      for (int more = packs ? 1 + random.nextInt(MOST_PACKED) : 0; more > 0; more--) {
        parts.add(subject.record(random, stream, ++i, stamp, flaws));
        keys.add(flaws.happens(Fault.STRAY_MEMBERS, random) ? partitionKey(random) : key);
      }
      events.add(new Event.Put(now, stamp, stream, key, keys, parts));
      if (flaws.happens(Fault.REPEATED_BY_PRODUCER, random)) {
        events.add(new Event.Put(now, stamp, stream, key, keys, parts));
      }
      if (oneIn(random, scale * chances.of(Fault.RESHARDING))) {
        events.add(
            random.nextInt(3) == 0
                ? new Event.Merge(now, stream)
                : new Event.Split(now, stream, random.nextInt(MAX_SHARDS_EVER)));
      }
      if (oneIn(random, scale * chances.of(Fault.PARTITION_ADDED))) {
        events.add(new Event.Grow(now, stream));
      }
    }
    return events;
  }

  /**
   * While the coordinator is away for long, some records come minutes apart.
   *
   * @param from the record before which it leaves
   * @param first of those that come late, where only one of so many counts that come at once
   * @param count how many they are
   */
  private record Away(int from, int first, int count, long apartMillis) {
    static final Away NEVER = new Away(-1, -1, 0, 0);

    /** One seed in so many has it, if it can. */
    private static final int SEEDS = 4;

    private static final int LEAST = 6;
    private static final int MORE = 20;
    private static final long SHORTEST_MILLIS = Duration.ofMinutes(6).toMillis();

    /** From a source of its own, so that other seeds stay as they are. */
    static Away of(long seed, int records, int scale, Chances chances) {
      Random random = new Random(seed * 31 + 11);
      boolean hours = chances.has(Fault.HOURS_PASS); // both are too much for one lifetime
      if (hours || !chances.has(Fault.COORDINATOR_AWAY) || random.nextInt(SEEDS) > 0) {
        return NEVER;
      }
      int first = random.nextInt(records / scale);
      int count = LEAST + random.nextInt(MORE);
      long more = Absence.LONGEST.toMillis() - SHORTEST_MILLIS;
      long millis = SHORTEST_MILLIS + random.nextInt((int) more);
      return new Away(first * scale, first, count, millis / count);
    }

    /** It is back between two records. */
    long forMillis() {
      return apartMillis * count - apartMillis / 2;
    }

    long apartMillis(int number) {
      return number >= first && number < first + count ? apartMillis : 0;
    }
  }

  private static String partitionKey(Random random) {
    return "p" + random.nextInt(PARTITION_KEYS);
  }

  private static boolean oneIn(Random random, int many) {
    return many > 0 && random.nextInt(many) == 0;
  }
}
