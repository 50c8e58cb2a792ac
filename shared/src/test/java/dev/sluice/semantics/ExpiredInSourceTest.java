package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.engine.entry.Counters;
import dev.sluice.memory.MemoryPullSource;
import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source.Shard;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A source that says that records may have gone before they were read. */
class ExpiredInSourceTest {
  private final MemoryPullSource records = new MemoryPullSource("a", "b");

  /** What a read of a lane gives, if not its records. */
  private final Map<String, Pulled> gone = new HashMap<>();

  private final PullSource source =
      new PullSource() {
        @Override
        public List<Shard> lanes() {
          return records.lanes();
        }

        @Override
        public Pulled read(String lane, Position after, int max) {
          Pulled found = records.read(lane, after, max);
          return found instanceof Pulled.Some some && !some.records().isEmpty() && max > 1
              ? new Pulled.Some(some.records(), !after.equals(Position.START))
              : gone.getOrDefault(lane, found);
        }
      };

  private final StreamHarness run =
      StreamHarness.of(
              stream -> stream.source("words", source, Decoder.utf8()).saveAsTextFiles("words"))
          .start();

  private void put(String lane, long millis, String word) {
    records.put(lane, at(millis), word, word.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private long expired() {
    return run.counters().getOrDefault(Counters.EXPIRED, 0L);
  }

  @Test
  void recordsBeforeWhichSomeMayHaveExpiredCountItOnce() {
    put("a", 100, "first");
    run.advanceTo(at(200));
    assertThat(expired()).isZero();
    put("a", 1100, "second");
    put("a", 1200, "third");
    records.idleUntil(at(2000));
    run.restart();
    run.advanceTo(at(2000));
    run.advanceTo(at(2500));
    assertThat(expired()).isEqualTo(1);
    assertThat(run.lines("words-2000")).containsExactly("second", "third");
  }

  @Test
  void laneThatIsGoneHoldsNothingBackAndCountsWhatMayHaveExpired() {
    put("a", 100, "first");
    records.idleUntil(at(1000));
    run.advanceTo(at(1000));
    gone.put("a", new Pulled.Ended(List.of(new Shard("b", List.of("a"))), true));
    put("b", 1500, "second");
    records.idleUntil(at(2000));
    run.advanceTo(at(2500));
    assertThat(run.lines("words-2000")).containsExactly("second");
    assertThat(expired()).isEqualTo(1);
    run.restart();
    run.advanceTo(at(3500));
    assertThat(expired()).isEqualTo(1);
  }
}
