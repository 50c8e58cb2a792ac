package dev.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ForwardingLog;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Logs;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Metrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lanes that are longer than one read, alone and behind a checkpoint that has their beginning. */
class TailReaderTest {
  private static final String LANE = "any";
  private static final int BYTES = 40_000;

  private final MemoryClock clock = new MemoryClock(Instant.EPOCH);
  private final MemoryLog log = new MemoryLog(clock, Metrics.NONE);
  private final MemoryObjects objects = new MemoryObjects(Metrics.NONE);
  private final MemoryIds ids = new MemoryIds();
  private final EngineSettings settings =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofDays(1), 1);
  private final Logs logs =
      new Logs(new Ports(log, null, objects, null, clock, ids, null, Metrics.NONE, null), settings);

  private void grow(int entries) {
    long next = log.head(LANE).map(LogEntry::number).orElse(-1L) + 1;
    for (long number = next; number < next + entries; number++) {
      byte[] entry = ByteBuffer.allocate(BYTES).putLong(number).array();
      log.append(LANE, number, entry, Instant.MAX);
    }
  }

  private Manifest copy(Optional<Manifest> base, long neededFrom)
      throws TailReader.OtherLanesException {
    return copy(new ForwardingLog(log) {}, base, neededFrom);
  }

  private Manifest copy(ForwardingLog through, Optional<Manifest> base, long neededFrom)
      throws TailReader.OtherLanesException {
    List<Manifest.Pack> before = base.map(Manifest::packs).orElse(List.of());
    PackWriter packs = new PackWriter(new Archive(objects), logs, ids, clock, before);
    Tail tail =
        new TailReader(through, packs, base).copy(LANE, end -> neededFrom).orElseThrow().tail();
    Manifest.App app = new Manifest.App("graph", 1_000, 1, 0, 0, 0);
    return new Manifest(1, 1, 0, app, packs.packs(), List.of(tail));
  }

  /** The numbers of the entries that a checkpoint gives back. */
  private List<Long> numbers(Manifest manifest) {
    Tail tail = manifest.tail(LANE).orElseThrow();
    assertThat(tail.isWhole()).isTrue();
    List<Long> numbers = new ArrayList<>();
    for (Section each : tail.sections()) {
      for (LogEntry entry : new Sections(objects, manifest).read(each, Instant.MAX)) {
        assertThat(ByteBuffer.wrap(entry.bytes()).getLong()).isEqualTo(entry.number());
        numbers.add(entry.number());
      }
    }
    return numbers;
  }

  private static List<Long> from(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void longLaneIsCopiedWholeAndGoneOnWith() throws Exception {
    for (int entries : new int[] {1, 250, 251, 500, 1_100}) {
      grow(entries - log.head(LANE).map(end -> (int) end.number() + 1).orElse(0));
      assertThat(numbers(copy(Optional.empty(), 0))).isEqualTo(from(0, entries - 1));
    }
    Manifest base = copy(Optional.empty(), 100);
    assertThat(numbers(base)).isEqualTo(from(100, 1_099));
    grow(100);
    assertThat(numbers(copy(Optional.of(base), 100))).isEqualTo(from(100, 1_199));
    grow(700);
    assertThat(numbers(copy(Optional.of(base), 100))).isEqualTo(from(100, 1_899));
    assertThat(numbers(copy(Optional.of(base), 1_500))).isEqualTo(from(1_500, 1_899));
    assertThat(numbers(copy(Optional.of(base), 1_899))).isEqualTo(from(1_899, 1_899));
  }

  /** Of 44 MB that are copied, some and a read are in memory. */
  @Test
  void longLaneIsNotInMemoryAsAWhole() throws Exception {
    grow(1_100);
    Manifest manifest = copy(Optional.empty(), 0);
    assertThat(manifest.tails().get(0).sections())
        .hasSizeBetween(4, 8)
        .allSatisfy(each -> assertThat(each.length()).isLessThan((8 << 20) + 250 * BYTES));
  }

  @Test
  void laneWithAGapIsNotCopied() throws Exception {
    grow(600);
    Manifest base = copy(Optional.empty(), 0);
    grow(600);
    ForwardingLog gap =
        new ForwardingLog(log) {
          @Override
          public List<LogEntry> read(String lane, long fromNumber, int limit) {
            return super.read(lane, fromNumber, limit).stream()
                .filter(each -> each.number() != 1_000)
                .toList();
          }
        };
    for (Optional<Manifest> each : List.of(Optional.<Manifest>empty(), Optional.of(base))) {
      assertThatThrownBy(() -> copy(gap, each, 0))
          .hasMessageContaining("SLUICE-E04")
          .hasMessageContaining("entry 1000");
    }
  }
}
