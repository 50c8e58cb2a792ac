package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.ports.Position;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Witness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Lanes that have other entries under the numbers that a checkpoint knows. */
class OtherHistoryTest {
  private static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  private final Rig rig = new Rig(1, 1);
  private final FragileLog log = new FragileLog(rig.clock, rig.metrics);

  private Engine process() {
    return new Engine(rig.plan, rig.settings, rig.ports(log.open()), ALWAYS);
  }

  /** Two records in a second: each in an entry of its own, or both in one. */
  private void second(Engine process, boolean apart) {
    rig.put("k", 1);
    if (apart) {
      rig.deliverAll(process);
    }
    rig.put("k", 2);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void nextCheckpointOfATableThatFellBackTakesNothingOverFromTheOneBefore() {
    Engine first = process();
    first.coordinator().run();
    int puts = log.puts(Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      second(first, true);
    }
    first.coordinator().run(); // takes a checkpoint
    log.fallBack(puts, new Witness(rig.outputs, rig.spills));
    rig.positionsFromStart();
    rig.acknowledged = 0;

    Engine second = process();
    rig.deliverAll(second); // all in one entry
    for (int i = 0; i < 6; i++) {
      second(second, true);
    }
    second.coordinator().run(); // and the next one
    log.lose();
    rig.positionsFromStart();
    rig.acknowledged = 0;
    rig.finish(process());
    assertThat(rig.acknowledged).isEqualTo(9 * 3);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private void lose() {
    log.lose();
    rig.positionsFromStart();
    rig.acknowledged = 0;
  }

  /** A process that takes no checkpoints, of a table that begins from a given one. */
  private Engine from(long checkpoint) {
    StartFrom start = new StartFrom.Numbered(checkpoint);
    CheckpointSettings settings = new CheckpointSettings(Duration.ZERO, start);
    return new Engine(rig.plan, rig.settings, rig.ports(log.open()), settings);
  }

  /** Delivers some of the records in one call. */
  private void deliver(Engine process, int from, int to) {
    String shard = rig.stream.shards(Rig.STREAM).get(0).id();
    process
        .transform()
        .apply(
            Rig.STREAM,
            shard,
            rig.stream.read(shard, Position.START, to).subList(from, to).stream()
                .map(
                    each ->
                        new InRecord(
                            Position.of(each.sequence()),
                            each.stampMillis(),
                            each.partitionKey(),
                            each.data()))
                .toList());
  }

  /** All entries behind the first checkpoints are put at one time, by both tables' clocks. */
  @Test
  void nextCheckpointTakesNothingOverFromAHistoryThatWasGivenUp() {
    Engine first = process();
    first.coordinator().run();
    second(first, true);
    first.coordinator().run();
    CheckpointDesk desk = new CheckpointDesk(rig.ports(log.open()), Rig.LIFETIME);
    long checkpoint = desk.newest().orElseThrow().number();
    rig.put("k", 3);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.put("k", 4);
    rig.put("k", 5);
    rig.put("k", 6);

    lose();
    Engine second = from(checkpoint);
    second.coordinator().run();
    deliver(second, 2, 4);
    deliver(second, 4, 5);
    deliver(second, 5, 6);
    new CheckpointDesk(rig.ports(log.open()), Rig.LIFETIME).take(rig.plan).orElseThrow();

    lose();
    Engine third = from(checkpoint);
    third.coordinator().run();
    deliver(third, 2, 3);
    deliver(third, 3, 5);
    third.coordinator().run(); // another border than the checkpoint of the second table has
    deliver(third, 5, 6);
    process().coordinator().run(); // takes one, or begins to
    process().coordinator().run();
    assertThat(desk.newest().orElseThrow().number()).isEqualTo(checkpoint + 2);

    lose();
    Engine last = process();
    last.coordinator().run();
    rig.finish(last);
    assertThat(rig.acknowledged).isEqualTo(1 + 2 + 3 + 4 + 5 + 6);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
