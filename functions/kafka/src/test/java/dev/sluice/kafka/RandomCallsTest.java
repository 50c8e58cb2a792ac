package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Engine;
import dev.sluice.memory.MemoryClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of all kinds, whose results must be those of the records alone. */
class RandomCallsTest {
  private static final int PARTITIONS = 3;
  private static final int BUCKETS = 2;
  private static final int ROUNDS = 60;

  private final MemoryTopic topic = new MemoryTopic(Sums.TOPIC, PARTITIONS);
  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  private final World world = new World(new Sums(), topic, clock, BUCKETS);
  private final int[] committed = new int[PARTITIONS];
  private int failures;
  private int repetitions;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void outputsAreThoseOfTheSameRecordsInTheHarness(long seed) {
    Random random = new Random(seed);
    Engine coordinator = world.engine();
    coordinator.coordinator().run();
    List<KafkaTransformFunction> processes = List.of(world.transform(), world.transform());
    for (int round = 0; round < ROUNDS; round++) {
      put(random);
      boolean fresh = random.nextInt(8) == 0;
      call(random, fresh ? world.transform() : processes.get(random.nextInt(2)));
      if (random.nextInt(3) == 0) {
        (random.nextBoolean() ? coordinator : world.engine()).coordinator().run();
      }
    }
    world.transform().handleRequest(Events.of(topic.all()), null);
    clock.advance(Duration.ofHours(1));
    for (int i = 0; !world.engine().coordinator().finish(); i++) {
      assertThat(i).isLessThan(10);
    }

    assertThat(world.files())
        .as("seed " + seed)
        .isEqualTo(Expected.files(topic.all(), PARTITIONS, BUCKETS));
    assertThat(failures).as("seed " + seed).isPositive();
    assertThat(repetitions).as("seed " + seed).isPositive();
  }

  /** Records of partition 2 are rare, so that it is idle now and then. */
  private void put(Random random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      clock.advance(Duration.ofMillis(random.nextInt(300)));
      int partition = random.nextInt(20) == 0 ? 2 : random.nextInt(2);
      String key = random.nextInt(4) == 0 ? null : "k" + random.nextInt(5);
      int gap = random.nextInt(3);
      topic.put(
          partition,
          gap,
          clock.nowMillis(),
          key,
          "s" + random.nextInt(5) + "," + random.nextInt(100));
    }
  }

  /** A part of each partition, from somewhere before where the last call was committed. */
  private void call(Random random, KafkaTransformFunction function) {
    List<ConsumerRecord<byte[], byte[]>> call = new ArrayList<>();
    int[] to = committed.clone();
    for (int p = 0; p < PARTITIONS; p++) {
      int from = random.nextInt(3) == 0 ? random.nextInt(committed[p] + 1) : committed[p];
      to[p] = from + random.nextInt(topic.partition(p).size() - from + 1);
      repetitions += Math.max(0, Math.min(committed[p], to[p]) - from);
      call.addAll(topic.partition(p).subList(from, to[p]));
    }
    world.throttledLane =
        random.nextInt(4) == 0 ? "shard/kafka:lines/" + Partitions.id(random.nextInt(3)) : null;
    try {
      function.handleRequest(Events.of(call), null);
      for (int p = 0; p < PARTITIONS; p++) {
        committed[p] = Math.max(committed[p], to[p]);
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageStartingWith("SLUICE-K04 ");
      failures++;
    } finally {
      world.throttledLane = null;
    }
  }
}
