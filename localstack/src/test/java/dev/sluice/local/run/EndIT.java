package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Counters;
import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.kinesis.ShardInfo;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** How a bounded run ends, whatever happens right before. */
@Timeout(60)
class EndIT {
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  private final Iterator<byte[]> lines =
      new OilPumpGenerator(1, Instant.parse("2026-03-10T06:00:00Z"), Duration.ofSeconds(10))
          .readings()
          .map(each -> each.line().getBytes(StandardCharsets.UTF_8))
          .iterator();

  @Test
  void shardsThatAppearJustBeforeTheEndAreTakenInAndEnded() throws Exception {
    try (LocalRun run = start(Disturbance.NONE)) {
      send(run, 500);
      split(run, 0); // its children stay without records
      split(run, 1);
      send(run, 500);
      run.drain();
      split(run, 2);
      split(run, shards(run).size() - 1); // a child's child, of a parent that is at work

      run.finish();

      assertThat(shards(run)).hasSize(12);
      assertThat(run.status().finished()).isTrue();
      assertThat(records(run)).isEqualTo(1_000);
      assertThat(run.outputs().list("daily-")).anyMatch(name -> name.endsWith("_SUCCESS"));
    }
  }

  @Test
  void mergedShardsJustBeforeTheEndAreTakenInAndEnded() throws Exception {
    try (LocalRun run = start(Disturbance.NONE)) {
      send(run, 300);
      run.streams().mergeShards(OilPumps.STREAM, shards(run).get(0).id(), shards(run).get(1).id());
      send(run, 300);

      run.finish();

      assertThat(run.status().finished()).isTrue();
      assertThat(records(run)).isEqualTo(600);
    }
  }

  @Test
  void recordsThatAreOnTheirWayCountBeforeTheEnd() throws Exception {
    AtomicLong slow = new AtomicLong();
    Disturbance slowAndForgetful =
        (shard, batch) ->
            new Disturbance.Delivery(
                batch.records().size(), 1, 300, slow.incrementAndGet() <= 4, false);
    try (LocalRun run = start(slowAndForgetful)) {
      send(run, 200);

      run.finish();

      assertThat(slow.get()).isGreaterThan(4);
      assertThat(records(run)).isEqualTo(200);
    }
  }

  @Test
  void everyRecordThatWasTakenWhileTheRunEndsCounts() throws Exception {
    AtomicLong taken = new AtomicLong();
    Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
    try (LocalRun run = start(Disturbance.NONE)) {
      Thread producer =
          new Thread(
              () -> {
                try {
                  while (true) {
                    send(run, 20);
                    taken.addAndGet(20);
                  }
                } catch (KinesisException e) {
                  refusals.add(e);
                }
              });
      producer.start();
      while (taken.get() < 200) {
        Thread.sleep(5);
      }
      run.finish();
      producer.join();

      assertThat(records(run)).isEqualTo(taken.get());
      assertThat(refusals).hasSize(1);
      assertThat(((KinesisException) refusals.peek()).awsErrorDetails().errorCode())
          .isEqualTo("ResourceInUseException");
    }
  }

  @Test
  void aRunThatIsClosedWhileItEndsSaysSo() throws Exception {
    Disturbance never = (shard, batch) -> new Disturbance.Delivery(1, 1, 60_000, true, false);
    LocalRun run = start(never);
    send(run, 10);
    new Thread(
            () -> {
              try {
                Thread.sleep(300);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              run.close();
            })
        .start();

    assertThatThrownBy(run::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped before all records were processed");
    run.close();
    assertThat(problems).isEmpty();
  }

  private LocalRun start(Disturbance disturbance) {
    EngineSettings engine =
        new EngineSettings(
            Duration.ofSeconds(1), 2, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 2);
    LocalSettings settings =
        new LocalSettings(
            "oil-pumps",
            Plan.of(new OilPumps(), Map.of()),
            engine,
            4,
            new WallStamps(System::currentTimeMillis),
            Optional.empty(),
            0,
            disturbance,
            Optional.empty());
    return LocalRun.start(settings, problems::add, text -> {});
  }

  private void send(LocalRun run, int count) {
    List<byte[]> some = Stream.generate(lines::next).limit(count).toList();
    QuietSender.to(run.kinesis(), OilPumps.STREAM).send(some.iterator(), 0);
  }

  private static List<ShardInfo> shards(LocalRun run) {
    return run.streams().shards(OilPumps.STREAM);
  }

  private static void split(LocalRun run, int shard) {
    ShardInfo old = shards(run).get(shard);
    BigInteger middle = old.range().start().add(old.range().end()).shiftRight(1);
    run.streams().splitShard(OilPumps.STREAM, old.id(), middle);
  }

  private static long records(LocalRun run) {
    return run.status().counters().getOrDefault(Counters.RECORDS, 0L);
  }
}
