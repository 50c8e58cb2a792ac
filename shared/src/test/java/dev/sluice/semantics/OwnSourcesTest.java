package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.ProtocolException;
import dev.sluice.memory.MemoryPullSource;
import dev.sluice.plan.Plan;
import dev.sluice.plan.PlanException;
import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Shard;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.StreamHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnSourcesTest {
  private final MemoryPullSource source = new MemoryPullSource("a", "b");

  private static StreamApp counts(PullSource source) {
    return stream ->
        stream
            .source("words", source, Decoder.utf8())
            .mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64())
            .reduceByKey(Long::sum)
            .saveAsTextFiles("counts");
  }

  private void put(String lane, long millis, String word) {
    source.put(lane, at(millis), word, word.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void recordsOfAllLanesCountInTheBatchOfTheirStamps() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    put("a", 100, "cat");
    put("b", 900, "cat");
    put("a", 1100, "dog");
    source.idleUntil(at(2000));
    run.advanceTo(at(2000));

    assertThat(run.lines("counts-1000")).containsExactly("(cat,2)");
    assertThat(run.lines("counts-2000")).containsExactly("(dog,1)");
  }

  @Test
  void laneHoldsResultsBackUntilItSaysThatNothingComes() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    put("a", 100, "cat");
    put("a", 1100, "dog");
    run.advanceTo(at(5000));
    assertThat(run.directories()).isEmpty();

    source.idleUntil(at(999));
    run.advanceTo(at(6000));
    assertThat(run.directories()).isEmpty();

    put("b", 999, "cat");
    source.idleUntil(at(1000));
    run.advanceTo(at(7000));
    assertThat(run.lines("counts-1000")).containsExactly("(cat,2)");
    assertThat(run.directories()).containsExactly("counts-1000");
  }

  @Test
  void recordThatComesThoughTheLaneWasIdleIsNotLost() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    put("a", 100, "cat");
    source.idleUntil(at(3000));
    run.advanceTo(at(3000));
    put("a", 200, "late");
    source.idleUntil(at(9000));
    run.advanceTo(at(9000));

    assertThat(run.lines("counts-1000")).containsExactly("(cat,1)");
    assertThat(run.parts().values().toString()).contains("(late,1)");
  }

  @Test
  void laneThatEndsHoldsNothingBackAndThoseThatGoOnFollowIt() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    put("a", 100, "cat");
    source.end("a", "c");
    put("c", 500, "dog");
    put("c", 1500, "owl");
    source.idleUntil(at(2000));
    run.advanceTo(at(2000));

    assertThat(run.lines("counts-1000")).containsExactly("(cat,1)", "(dog,1)");
    assertThat(run.lines("counts-2000")).containsExactly("(owl,1)");
  }

  @Test
  void restartsReadNothingTwice() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    for (int i = 0; i < 10; i++) {
      put("a", 100 * i, "cat");
      run.restart();
      run.advanceTo(at(100 * i));
    }
    source.idleUntil(at(1000));
    run.finish();
    assertThat(run.lines("counts-1000")).containsExactly("(cat,10)");
  }

  @Test
  void endOfInputTakesAllThatIsThere() {
    StreamHarness run = StreamHarness.of(counts(source)).start();
    put("a", 100, "cat");
    put("b", 1700, "dog");
    source.idleUntil(at(1701));
    run.finish();
    assertThat(run.directories()).containsExactly("counts-1000", "counts-2000");
  }

  @Test
  void recordsThatCannotBeDecodedAreDeadLettersUnderTheNameOfTheSource() {
    PullSource refusing =
        one(
            new PulledRecord(
                new Position("7", 3),
                Position.of("7"),
                100,
                "key",
                "half a line".getBytes(StandardCharsets.UTF_8),
                Optional.of("the file was cut")));
    StreamHarness run = StreamHarness.of(counts(refusing)).start();
    run.advanceTo(at(5000));
    assertThat(run.lines("dead-letter/custom/words-1000.csv"))
        .hasSize(1)
        .allMatch(
            row ->
                row.startsWith("custom:words/only,7.3,")
                    && row.contains("the file was cut")
                    && row.contains("half a line"));
  }

  @Test
  void streamOfKinesisBesideItHasItsOwnTime() {
    StreamApp both =
        stream ->
            stream
                .source("words", source, Decoder.utf8())
                .union(stream.kinesis("words", Decoder.utf8()))
                .saveAsTextFiles("all");
    StreamHarness run = StreamHarness.of(both).start();
    run.send(at(100), "from kinesis");
    put("a", 200, "of our own");
    run.advanceTo(at(1500));
    assertThat(run.directories()).isEmpty();
    source.idleUntil(at(1000));
    run.advanceTo(at(1600));
    assertThat(run.lines("all-1000")).containsExactlyInAnyOrder("from kinesis", "of our own");
  }

  @Test
  void whatASourceThrowsIsSaidAndOtherLanesGoOn() {
    boolean[] broken = {false};
    PullSource half =
        new PullSource() {
          @Override
          public List<Shard> lanes() {
            return source.lanes();
          }

          @Override
          public Pulled read(String lane, Position after, int max) throws IOException {
            if (broken[0] && lane.equals("a")) {
              throw new IOException("connection reset");
            }
            return source.read(lane, after, max);
          }
        };
    StreamHarness run = StreamHarness.of(counts(half)).start();
    broken[0] = true;
    put("a", 100, "cat");
    put("b", 200, "dog");
    source.idleUntil(at(1000));
    assertThatThrownBy(() -> run.advanceTo(at(2000)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("SLUICE-E18")
        .hasMessageContaining("lane a of 'custom:words' behind start")
        .hasMessageContaining("connection reset");

    broken[0] = false;
    run.advanceTo(at(3000));
    assertThat(run.lines("counts-1000")).containsExactly("(cat,1)", "(dog,1)");
  }

  @Test
  void sourceThatGivesWhatItWasReadBehindIsRefused() {
    PullSource endless =
        new PullSource() {
          @Override
          public List<Shard> lanes() {
            return List.of(new Shard("only", List.of()));
          }

          @Override
          public Pulled read(String lane, Position after, int max) {
            return Pulled.some(
                List.of(new PulledRecord(Position.of("5"), 100, "key", new byte[] {1})));
          }
        };
    StreamHarness run = StreamHarness.of(counts(endless)).start();
    assertThatThrownBy(() -> run.advanceTo(at(1000)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E19")
        .hasMessageContaining("behind 5");
  }

  @Test
  void nameLeadsToOneSource() {
    PullSource other = new MemoryPullSource("a");
    StreamApp two =
        stream ->
            stream
                .source("words", source, Decoder.utf8())
                .union(stream.source("words", other, Decoder.utf8()))
                .saveAsTextFiles("all");
    assertThatThrownBy(() -> Plan.of(two, Map.of()))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("SLUICE-P40")
        .hasMessageContaining("'words'");
    StreamApp twice =
        stream ->
            stream
                .source("words", source, Decoder.utf8())
                .union(stream.source("words", source, Decoder.utf8()))
                .saveAsTextFiles("all");
    assertThat(Plan.of(twice, Map.of()).streams()).containsExactly("custom:words");
  }

  @Test
  void nameThatNoSourceCanHaveIsRefused() {
    StreamApp app = stream -> stream.source("a/b", source, Decoder.utf8()).saveAsTextFiles("all");
    assertThatThrownBy(() -> Plan.of(app, Map.of()))
        .hasMessageContaining("SLUICE-P15 'a/b' is no name of a source");
  }

  /** A lane with one record that has ended. */
  private static PullSource one(PulledRecord record) {
    return new PullSource() {
      @Override
      public List<Shard> lanes() {
        return List.of(new Shard("only", List.of()));
      }

      @Override
      public Pulled read(String lane, Position after, int max) {
        return after.compareTo(record.end()) < 0
            ? Pulled.some(List.of(record))
            : Pulled.idleUntil(1_000);
      }
    };
  }
}
