package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.state.StateSpec;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is needed to go on is renewed before it expires, for as long as a coordinator runs. */
class IdleAppTest {
  private static final Duration TENTH = Rig.LIFETIME.dividedBy(10);

  /** Of 16 buckets most are never written. */
  private static Rig appWithSomeRecords() {
    Rig rig = new Rig(3, 16);
    Engine process = rig.process();
    process.coordinator().run();
    for (int i = 0; i < 12; i++) {
      rig.put("k" + i % 3, 1 + i);
      rig.clock.advance(Duration.ofMillis(700));
    }
    rig.deliverAll(process);
    process.coordinator().run();
    return rig;
  }

  private static void goesOn(Rig rig, Engine process) {
    long before = rig.acknowledged;
    for (int i = 0; i < 40; i++) {
      rig.put("m" + i, 1000);
      rig.clock.advance(Duration.ofMillis(300));
      if (i % 5 == 0) {
        rig.deliverAll(process);
        process.coordinator().run();
      }
    }
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(before + 40_000);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void appThatWasIdleForTenLifetimesGoesOnInTheSameProcess() {
    Rig rig = appWithSomeRecords();
    Engine process = rig.process();
    for (int i = 0; i < 100; i++) {
      rig.sleep(TENTH);
      process.coordinator().run();
    }
    goesOn(rig, process);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.24, 0.26, 0.33, 0.49})
  void appThatWasIdleForTenLifetimesGoesOnInNewProcesses(double lifetimesBetweenRuns) {
    Rig rig = appWithSomeRecords();
    Duration pause = Duration.ofMillis((long) (Rig.LIFETIME.toMillis() * lifetimesBetweenRuns));
    for (int i = 0; i * lifetimesBetweenRuns < 10; i++) {
      rig.sleep(pause);
      rig.process().coordinator().run();
    }
    goesOn(rig, rig.process());
  }

  /** Every second is a batch, and nothing comes out: there is nothing to put but pointers. */
  @Test
  void appWithBatchesWithoutResultsKeepsItsPointersYoung() {
    Rig rig =
        new Rig(
            stream ->
                stream
                    .kinesis(Rig.STREAM, Decoder.utf8())
                    .mapToPair(line -> Pair.of("all", line), TestCodecs.STRING, TestCodecs.STRING)
                    .mapWithState(
                        StateSpec.<String, String, Long, String>function(
                                (key, line, state) -> {
                                  state.update(1L);
                                  return null;
                                },
                                TestCodecs.LONG)
                            .timeout(Duration.ofDays(1)))
                    .saveAsTextFiles("nothing"),
            1,
            1);
    rig.process().coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(rig.process());
    for (int i = 0; i < 30; i++) {
      rig.sleep(TENTH);
      rig.process().coordinator().run();
    }
    rig.put("k", 2);
    rig.deliverAll(rig.process());
    assertThat(rig.acknowledged).isEqualTo(3);
  }

  @Test
  void sealedLaneThatWaitsForTheOtherParentOfAMergeIsRenewed() {
    Rig rig = appWithSomeRecords();
    var shards = rig.stream.shards(Rig.STREAM);
    rig.putTo(shards.get(1).id(), "k1", 500); // this one is not delivered for long
    String child = rig.stream.merge(shards.get(0).id(), shards.get(1).id()).id();
    rig.putTo(child, "k2", 300);
    for (int i = 0; i < 30; i++) {
      rig.sleep(TENTH);
      rig.process().coordinator().run();
    }
    assertThat(rig.deliver(rig.process(), child)).isFalse();
    assertThat(rig.deliver(rig.process(), shards.get(1).id())).isTrue();
    rig.process().coordinator().run();
    assertThat(rig.deliver(rig.process(), child)).isTrue();
    goesOn(rig, rig.process());
  }

  @Test
  void bucketsAndLanesThatAreIdleWhileOthersAreBusyAreRenewed() {
    Rig rig = appWithSomeRecords();
    String busy = rig.stream.shards(Rig.STREAM).get(1).id();
    for (int i = 0; i < 150; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(30));
      rig.putTo(busy, "one key", 1);
      rig.deliverAll(rig.process());
      rig.process().coordinator().run();
    }
    goesOn(rig, rig.process());
  }

  @Test
  void appThatStoodStillForLongerThanEntriesLiveIsLoudAndDoesNotBeginAnew() {
    Rig rig = appWithSomeRecords();
    rig.sleep(Rig.LIFETIME.plusSeconds(1));
    assertThatThrownBy(() -> rig.process().coordinator().run())
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("SLUICE-E16");
    rig.sleep(Rig.LIFETIME);
    assertThatThrownBy(() -> rig.process().coordinator().run())
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("SLUICE-E16");
  }

  @Test
  void processThatSleptForLongGoesOnWhereOthersAre() {
    Rig rig = appWithSomeRecords();
    Engine sleeper = rig.process();
    sleeper.coordinator().run();
    Engine other = rig.process();
    for (int i = 0; i < 60; i++) {
      rig.sleep(TENTH);
      rig.put("k" + i % 5, 10);
      rig.deliverAll(other);
      other.coordinator().run();
      if (i % 20 == 19) {
        other = rig.process();
      }
    }
    goesOn(rig, sleeper);
  }

  @Test
  void bucketFunctionThatSleptForLongGoesOnWhereOthersAre() {
    Rig rig = appWithSomeRecords();
    Engine sleeper = rig.process();
    List<Integer> buckets = java.util.stream.IntStream.range(0, 16).boxed().toList();
    sleeper.advance(1, buckets);
    sleeper.advance(2, buckets);
    for (int i = 0; i < 30; i++) {
      rig.sleep(TENTH);
      rig.put("k" + i % 5, 10);
      rig.deliverAll(rig.process());
      rig.process().coordinator().run();
    }
    sleeper.advance(1, buckets);
    sleeper.advance(2, buckets);
    goesOn(rig, sleeper);
  }

  @Test
  void recordThatComesWhileItsLaneIsMovedOnCounts() {
    Rig rig = new Rig(1, 1);
    String lane = Lanes.shard(Rig.STREAM, rig.stream.shards(Rig.STREAM).get(0).id());
    boolean[] came = new boolean[1];
    LogStore slow =
        new ForwardingLog(rig.log) {
          @Override
          public Append append(String name, long number, byte[] entry, Instant expiry) {
            boolean moves =
                name.equals(lane)
                    && ShardEntry.decode(entry).kind() == ShardEntry.Kind.ADVANCE
                    && number > 1;
            if (moves && !came[0]) {
              came[0] = true;
              rig.put("k", 5);
              rig.deliverAll(rig.process());
            }
            return super.append(name, number, entry, expiry);
          }
        };
    Engine process = new Engine(rig.plan, rig.settings, rig.ports(slow));
    process.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(process);
    for (int seconds = 0; seconds < 10; seconds++) {
      rig.clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
    assertThat(came[0]).isTrue();
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(6);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
