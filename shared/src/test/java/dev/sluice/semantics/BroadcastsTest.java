package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Broadcast;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.ports.TableSource;
import dev.sluice.testkit.HarnessBuilder;
import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables that change while an app runs. */
class BroadcastsTest {
  private static Pair<String, Long> price(String line) {
    String[] fields = line.split("=");
    return Pair.of(fields[0], Long.parseLong(fields[1]));
  }

  /** Multiplies each value with the price of its key: right behind the source. */
  private static final StreamApp PRICED =
      stream -> {
        Broadcast<Map<String, Long>> prices =
            stream.broadcast("prices", Broadcast.rows(BroadcastsTest::price));
        events(stream)
            .map(event -> event.key() + event.value() * prices.value().get(event.key()))
            .saveAsTextFiles("priced");
      };

  private static HarnessBuilder with(StreamApp app, String... lines) {
    return StreamHarness.of(app).shards(2).buckets(2).broadcast("prices", List.of(lines));
  }

  private static void send(StreamHarness run, long stampMillis, String key, long value) {
    Runs.send(run, stampMillis, new Event(key, stampMillis, value));
  }

  @Test
  void recordsSeeTheVersionOfTheirInterval() {
    StreamHarness run = with(PRICED, "a=2", "", "b=3").start();
    send(run, 100, "a", 1);
    send(run, 100, "b", 1);
    run.advanceTo(at(1500));
    Instant from = run.broadcast("prices", List.of("a=20", "b=30")).orElseThrow();
    assertThat(from).isEqualTo(at(3000));
    send(run, 2999, "a", 2);
    send(run, 3000, "a", 3);
    send(run, 3000, "b", 3);
    run.finish();

    assertThat(run.lines("priced-1000")).containsExactlyInAnyOrder("a2", "b3");
    assertThat(run.lines("priced-3000")).containsExactly("a4");
    assertThat(run.lines("priced-4000")).containsExactlyInAnyOrder("a60", "b90");
  }

  @Test
  void callWithRecordsOfSeveralVersionsIsCutWhereTheyChange() {
    StreamHarness run =
        StreamHarness.of(PRICED).shards(1).broadcast("prices", List.of("a=1")).start();
    Instant second = run.broadcast("prices", List.of("a=10")).orElseThrow();
    run.advanceTo(second);
    Instant third = run.broadcast("prices", List.of("a=100")).orElseThrow();
    for (long k = 0; k < 9; k++) {
      send(run, k * 1000, "a", k);
    }
    run.redeliver(4);
    run.finish();

    assertThat(List.of(second, third)).containsExactly(at(2000), at(4000));
    for (long k = 0; k < 9; k++) {
      long price = k < 2 ? 1 : k < 4 ? 10 : 100;
      assertThat(run.lines("priced-" + (k + 1) * 1000))
          .as("interval " + k)
          .containsExactly("a" + k * price);
    }
  }

  @Test
  void restartsAndRedeliveriesSeeTheSameTables() {
    StreamHarness run = with(PRICED, "a=2").start();
    send(run, 100, "a", 1);
    run.advanceTo(at(200));
    run.broadcast("prices", List.of("a=5"));
    run.restart();
    run.redeliver(1);
    send(run, 900, "a", 2);
    run.advanceTo(at(2500));
    run.restart();
    send(run, 2600, "a", 3);
    run.redeliver(2);
    run.finish();

    assertThat(run.lines("priced-1000")).containsExactly("a2", "a4");
    assertThat(run.lines("priced-3000")).containsExactly("a15");
  }

  @Test
  void stepsSeeTheVersionOfTheirIntervalWhateverWindowsTheirResultsBelongTo() {
    StreamApp app =
        stream -> {
          Broadcast<Map<String, Long>> prices =
              stream.broadcast("prices", Broadcast.rows(BroadcastsTest::price));
          pairs(events(stream))
              .reduceByKeyAndWindow(Long::sum, tumbling(2000))
              .map(pair -> pair.key() + pair.value() * prices.value().get(pair.key()))
              .saveAsTextFiles("sums");
        };
    StreamHarness run = with(app, "a=1").start();
    Instant from = run.broadcast("prices", List.of("a=100")).orElseThrow();
    assertThat(from).isEqualTo(at(2000));
    send(run, 100, "a", 1);
    send(run, 1900, "a", 1);
    send(run, 2100, "a", 3);
    run.finish();

    assertThat(run.lines("sums-2000")).containsExactly("a2");
    assertThat(run.lines("sums-4000")).containsExactly("a300");
  }

  @Test
  void tableThatCannotBeReadLeavesTheVersionBefore() {
    StreamHarness run = with(PRICED, "a=2").start();

    assertThat(run.broadcast("prices", List.of("a=3", "b=three"))).isEmpty();
    assertThat(run.broadcast("prices", List.of("a=3", "a=4"))).isEmpty();
    String wide = "x".repeat(TableSource.MAX_TABLE_BYTES);
    assertThat(run.broadcast("prices", List.of(wide))).isEmpty();
    run.advanceTo(at(5000));
    send(run, 5100, "a", 1);
    assertThat(run.refusedBroadcasts()).hasSize(3);
    assertThat(run.refusedBroadcasts().get(0))
        .startsWith("prices: it cannot be read: ")
        .contains("line 2 cannot be read: ", "\"three\"")
        .endsWith("; the version before stays, if there is one");
    assertThat(run.refusedBroadcasts().get(1)).contains("line 2 has key a once more");
    assertThat(run.refusedBroadcasts().get(2)).contains("4194305 bytes, and 4194304 are the limit");

    Optional<Instant> mended = run.broadcast("prices", List.of("a=3"));
    send(run, mended.orElseThrow().toEpochMilli(), "a", 1);
    run.finish();
    assertThat(run.lines("priced-6000")).containsExactly("a2");
    assertThat(run.lines("priced-" + mended.get().plusMillis(1000).toEpochMilli()))
        .containsExactly("a3");
  }

  @Test
  void sameContentOnceMoreIsNoChange() {
    StreamHarness run = with(PRICED, "a=2").start();

    assertThat(run.broadcast("prices", List.of("a=2"))).isEmpty();
    Instant other = run.broadcast("prices", List.of("a=3")).orElseThrow();
    run.advanceTo(other);
    assertThat(run.broadcast("prices", List.of("a=2"))).isPresent();
    assertThat(run.refusedBroadcasts()).isEmpty();
  }

  @Test
  void appWithoutItsTableDoesNotBegin() {
    StreamHarness missing = StreamHarness.of(PRICED).start();
    assertThatThrownBy(() -> missing.advanceTo(at(100)))
        .hasMessage(
            "SLUICE-E26 the app cannot begin without broadcast 'prices': it is missing: nobody gave"
                + " it");
    StreamHarness unreadable = with(PRICED, "a").start();
    assertThatThrownBy(() -> unreadable.advanceTo(at(100)))
        .hasMessageContaining("SLUICE-E26")
        .hasMessageContaining("line 1 cannot be read");
  }

  @Test
  void tableIsNotToBeReadWhereThereIsNoInterval() {
    StreamHarness run =
        with(
                stream -> {
                  Broadcast<List<String>> lines = stream.broadcast("prices", all -> all);
                  pairs(events(stream)).foreachBatch((rows, batch) -> lines.value());
                },
                "a=2")
            .start();
    send(run, 100, "a", 1);

    assertThatThrownBy(run::finish).hasStackTraceContaining("SLUICE-S10 broadcast 'prices'");
  }

  @Test
  void otherNamesAreRefused() {
    StreamHarness run = with(PRICED, "a=2").start();

    assertThatThrownBy(() -> run.broadcast("price", List.of()))
        .hasMessage("the app has no broadcast 'price'; it has [prices]");
    assertThatThrownBy(() -> start("prices", "prices"))
        .hasMessageContaining("SLUICE-P37 'prices' names two broadcasts");
    assertThatThrownBy(() -> start("1a", "Prices", "a-b", "x".repeat(65)))
        .hasMessageContaining("SLUICE-P38 the broadcast's name '1a' is not")
        .hasMessageContaining("'Prices'")
        .hasMessageContaining("'a-b'")
        .hasMessageContaining("'xxx");
    String[] many = new String[17];
    for (int i = 0; i < many.length; i++) {
      many[i] = "t" + i;
    }
    assertThatThrownBy(() -> start(many))
        .hasMessageContaining("SLUICE-P36 the app has 17, and may have 16 broadcasts");
  }

  private static void start(String... names) {
    StreamHarness.of(
            stream -> {
              for (String name : names) {
                stream.broadcast(name, lines -> lines);
              }
              events(stream).saveAsTextFiles("events");
            })
        .start();
  }
}
