package dev.sluice.engine;

import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to a stream, in order; made from a seed alone. */
final class Script {
  static final int MAX_SKEW_MILLIS = 400;

  /** One thing that happens at a time of day. */
  sealed interface Event {
    long atMillis();
  }

  record Put(long atMillis, String partitionKey, byte[] data, long stampMillis) implements Event {}

  record Split(long atMillis, int openShard) implements Event {}

  record Merge(long atMillis) implements Event {}

  private Script() {}

  /** A record that kills whoever runs user code on it. */
  static final String POISON = "poison";

  /** Makes a dead letter too large for an entry. */
  private static final String FAT = "x".repeat(9_000);

  /** A script without leaps. */
  static List<Event> of(long seed, int records, boolean reshards) {
    return of(seed, records, reshards, false);
  }

  /**
   * @param leaps whether hours pass now and then, in which entries expire
   */
  static List<Event> of(long seed, int records, boolean reshards, boolean leaps) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    long now = 1_000_000 + random.nextInt(10_000);
    for (int i = 0; i < records; i++) {
      if (leaps && random.nextInt(records / 3) == 0) {
        now += Duration.ofMinutes(50 + random.nextInt(150)).toMillis();
      }
      now += random.nextInt(4) == 0 ? random.nextInt(1500) : random.nextInt(120);
      long stamp = now - random.nextInt(MAX_SKEW_MILLIS);
      long time = stamp - random.nextInt(random.nextInt(8) == 0 ? 30_000 : 6_000);
      if (random.nextInt(60) == 0) {
        time = stamp + 2 * 3600_000L; // a clock gone mad
      } else if (random.nextInt(20) == 0) {
        time = stamp + random.nextInt(30_000); // one that goes ahead
      } else if (random.nextInt(60) == 0) {
        time = random.nextBoolean() ? -5_000_000_000_001L : 250_000_000_000_001L;
      }
      String key = "k" + random.nextInt(9);
      String line =
          random.nextInt(25) == 0
              ? key + ",not a time," + i
              : new Reading(key, time, random.nextInt(100)).line();
      if (random.nextInt(25) == 0) {
        line = random.nextInt(8) == 0 ? POISON + ",not a time," + i : key + ",broken," + FAT + i;
      }
      events.add(
          new Put(now, "p" + random.nextInt(20), line.getBytes(StandardCharsets.UTF_8), stamp));
      if (reshards && random.nextInt(records / 3) == 0) {
        events.add(random.nextInt(3) == 0 ? new Merge(now) : new Split(now, random.nextInt(100)));
      }
    }
    return events;
  }

  /** Lets an event happen. */
  static void apply(Event event, MemoryStream stream) {
    if (event instanceof Put put) {
      stream.put(put.partitionKey(), put.data(), put.stampMillis());
    } else if (event instanceof Split split) {
      List<Source.Shard> open = open(stream);
      stream.split(open.get(split.openShard() % open.size()).id());
    } else {
      mergeSomewhere(stream);
    }
  }

  private static List<Source.Shard> open(MemoryStream stream) {
    return stream.shards(stream.name()).stream()
        .filter(shard -> !stream.isClosed(shard.id()))
        .toList();
  }

  private static void mergeSomewhere(MemoryStream stream) {
    List<Source.Shard> open = open(stream);
    for (Source.Shard one : open) {
      for (Source.Shard other : open) {
        if (one != other) {
          try {
            stream.merge(one.id(), other.id());
            return;
          } catch (IllegalArgumentException notAdjacent) {
            // try the next pair
          }
        }
      }
    }
  }
}
