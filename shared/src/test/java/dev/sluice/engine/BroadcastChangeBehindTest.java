package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.memory.MemoryTables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Broadcasts come and go with changes of an app while its buckets are batches behind. */
class BroadcastChangeBehindTest {
  private static final int BATCHES = 5;

  private static final StreamApp WITHOUT =
      stream -> sums(stream).map(sum -> sum + "").saveAsTextFiles("sums");

  private static final StreamApp WITH =
      stream -> {
        var unit = stream.broadcast("unit", lines -> lines.get(0));
        sums(stream).map(sum -> sum + unit.value()).saveAsTextFiles("sums");
      };

  private final Rig rig = new Rig(WITHOUT, 1, 1);
  private final MemoryTables tables = new MemoryTables();
  private boolean throttled;

  private static PairDStream<String, Long> sums(StreamContext stream) {
    return stream
        .kinesis(Rig.STREAM, Decoder.utf8())
        .map(Reading::parse)
        .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
        .named("sums")
        .reduceByKey(Long::sum);
  }

  private final LogStore log =
      new ForwardingLog(rig.log) {
        @Override
        public Append append(String lane, long number, byte[] entry, Instant expiry) {
          return throttled && lane.startsWith("bucket/")
              ? new Append.Throttled("a test")
              : super.append(lane, number, entry, expiry);
        }
      };

  private Engine process(StreamApp app) {
    return new Engine(Plan.of(app, Map.of()), rig.settings, rig.ports(log).with(tables));
  }

  private void live(Engine process) {
    for (int batch = 0; batch < BATCHES; batch++) {
      rig.put("k", 1);
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      try {
        process.coordinator().run();
      } catch (RuntimeException e) {
        assertThat(throttled).isTrue();
      }
    }
  }

  private TreeSet<String> linesBehindAChange(StreamApp before, StreamApp after) {
    tables.put("unit", List.of(" units"));
    throttled = true;
    live(process(before));
    assertThat(rig.head(rig.log).borders()).isNotEmpty();
    throttled = false;
    Engine changed = process(after);
    live(changed);
    rig.finish(changed);
    assertThat(rig.outputs.list("dead-letter/")).isEmpty();
    TreeSet<String> lines = new TreeSet<>();
    rig.outputs.list("sums-").stream()
        .filter(name -> name.contains("part-"))
        .forEach(name -> lines.add(new String(rig.outputs.get(name).orElseThrow()).strip()));
    assertThat(rig.outputs.list("sums-").stream().filter(name -> name.contains("part-")))
        .hasSize(2 * BATCHES);
    return lines;
  }

  @Test
  void stepsThatWereOpenAreDoneWithoutABroadcastThatIsRemoved() {
    assertThat(linesBehindAChange(WITH, WITHOUT)).containsExactly("(k,1)");
  }

  @Test
  void stepsThatWereOpenAreDoneWithABroadcastThatIsAdded() {
    assertThat(linesBehindAChange(WITHOUT, WITH)).containsExactly("(k,1) units");
  }
}
