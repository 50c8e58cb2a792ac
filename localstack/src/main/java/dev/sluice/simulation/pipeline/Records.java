package dev.sluice.simulation.pipeline;

import dev.sluice.api.Accumulator;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.StreamContext;
import dev.sluice.simulation.Arrived;
import dev.sluice.simulation.Flaws;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How readings come into records, and out of them.
 *
 * @param encoding of the records, if they are no lines
 * @param grainMillis times are multiples of that: coarse ones lie on the ends of windows, and are
 *     often equal
 */
record Records(Optional<Encoding> encoding, long grainMillis) {
  private static final String POISON = "poison";
  private static final String HUNGRY = "hungry";
  private static final String FAT = "x".repeat(9_000);

  /** DynamoDB's 400 KB for an item, and as much as entries leave for the rest of it. */
  private static final int LARGEST_ITEM = 400 * 1024;

  private static final int ITEM_MARGIN = 4 * 1024;
  private static final int KEYS = 9;

  /** So long are keys that can be read and are too large for an entry, or nearly for an item. */
  private static final List<Integer> LARGE_KEYS = List.of(2_000, 9_000, 30_000);

  /** The readings of a stream. */
  DStream<Reading> read(StreamContext context, String stream, Accumulator sum) {
    if (encoding.isEmpty()) {
      return context.kinesis(stream, Decoder.utf8()).map(line -> parse(line, sum));
    }
    Decoder<Reading> decoder = encoding.get().decoder();
    Decoder<Reading> deadly =
        data -> {
          mayDie(new String(data, StandardCharsets.UTF_8));
          return decoder.decode(data);
        };
    return context.kinesis(stream, deadly).map(reading -> counted(reading, sum));
  }

  private static void mayDie(String text) {
    if (text.contains(POISON)) {
      throw new Crash(Pipeline.DEADLY);
    }
    if (text.contains(HUNGRY)) {
      throw new OutOfMemoryError(Pipeline.DEADLY);
    }
  }

  private static Reading counted(Reading reading, Accumulator sum) {
    sum.add(1 + reading.value());
    return reading;
  }

  /** What a record adds that is refused afterwards must not count. */
  private static Reading parse(String line, Accumulator sum) {
    mayDie(line);
    sum.add(1);
    Reading reading = Reading.parse(line);
    sum.add(reading.value());
    return reading;
  }

  /** What a record holds, for those who share no code with the engine. */
  Reading reading(Arrived arrived) {
    String text = arrived.line();
    return Reading.parse(encoding.map(each -> each.line(text)).orElse(text));
  }

  /** A record's bytes, as a {@link Pipeline} has them. */
  byte[] record(Random random, int number, long stampMillis, Flaws flaws) {
    String line = line(random, number, stampMillis, flaws);
    return encoding.map(each -> each.text(line)).orElse(line).getBytes(StandardCharsets.UTF_8);
  }

  private String line(Random random, int number, long stamp, Flaws flaws) {
    int key;
    if (flaws.has(Fault.MANY_KEYS)) {
      flaws.count(Fault.MANY_KEYS);
      key = number;
    } else {
      key = random.nextInt(KEYS);
    }
    if (flaws.has(Fault.HOT_KEY) && random.nextInt(10) > 0) {
      flaws.count(Fault.HOT_KEY);
      key = 0;
    }
    String name = "k" + key;
    if (flaws.happens(Fault.POISON, random)) {
      return POISON + ",no time," + number;
    }
    if (flaws.happens(Fault.OUT_OF_MEMORY, random)) {
      return HUNGRY + ",no time," + number;
    }
    if (flaws.happens(Fault.HUGE_RECORD, random)) {
      return name
          + ",no time,"
          + "x".repeat(LARGEST_ITEM - random.nextInt(2 * ITEM_MARGIN))
          + number;
    }
    if (flaws.happens(Fault.BAD_RECORD, random)) {
      boolean large = flaws.has(Fault.LARGE_RECORD);
      if (large) {
        flaws.count(Fault.LARGE_RECORD);
      }
      return name + ",no time," + (large ? FAT : "") + number;
    }
    long time = stamp - random.nextInt(3_000);
    if (flaws.happens(Fault.OUT_OF_ORDER, random)) {
      time = stamp - random.nextInt(30_000);
    } else if (flaws.happens(Fault.FAR_AHEAD, random)) {
      time = stamp + (random.nextBoolean() ? 2 * 3600_000L : random.nextInt(30_000));
    }
    time = Math.floorDiv(time, grainMillis) * grainMillis;
    // From a source of its own, so that all other records stay as they are.
    Random own = new Random(31 * stamp + number);
    String large = flaws.happens(Fault.LARGE_RECORD, own) ? large(name, own) : name;
    return new Reading(large, time, random.nextInt(100)).line();
  }

  /** A key of tens of thousands of characters, one of few, so that what is kept of it grows. */
  private static String large(String name, Random random) {
    return name + "x".repeat(LARGE_KEYS.get(random.nextInt(LARGE_KEYS.size())));
  }
}
