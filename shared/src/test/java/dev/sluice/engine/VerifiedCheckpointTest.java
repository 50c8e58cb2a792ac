package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryTables;
import dev.sluice.ports.ObjectStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a checkpoint is said to be when all that it needs is read. */
class VerifiedCheckpointTest {
  private static final StreamApp APP =
      stream -> {
        var content = stream.broadcast("t", lines -> lines.get(0));
        stream
            .kinesis(Rig.STREAM, Decoder.utf8())
            .map(line -> line + content.value())
            .saveAsTextFiles("out");
      };

  private final Rig rig = new Rig(APP, 1, 1);
  private final MemoryTables tables = new MemoryTables();

  @BeforeEach
  void takeACheckpoint() {
    tables.put("t", List.of("a content"));
    Engine process =
        new Engine(
            rig.plan,
            rig.settings,
            rig.ports(rig.log).with(tables),
            new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest()));
    for (int second = 0; second < 4; second++) {
      process.coordinator().run();
      for (int key = 0; key < 400; key++) {
        rig.put("a-key-that-takes-some-room-" + key, 1);
      }
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
    }
    process.coordinator().run();
  }

  private CheckpointDesk desk(ObjectStore spills) {
    return new CheckpointDesk(rig.ports(rig.log, spills), Rig.LIFETIME);
  }

  /** What is wrong with the newest one where objects below a prefix are changed or gone. */
  private Optional<String> fault(String prefix, UnaryOperator<Optional<byte[]>> change) {
    MemoryObjects others = new MemoryObjects(rig.metrics);
    int changed = 0;
    for (String name : rig.spills.list("")) {
      Optional<byte[]> content = rig.spills.get(name);
      boolean hit = name.startsWith(prefix);
      changed += hit ? 1 : 0;
      (hit ? change.apply(content) : content).ifPresent(each -> others.putIfAbsent(name, each));
    }
    assertThat(changed).as("objects below " + prefix).isPositive();
    CheckpointDesk.Summary newest = desk(rig.spills).newest().orElseThrow();
    return desk(others).fault(newest.number());
  }

  private static Optional<byte[]> gone(Optional<byte[]> content) {
    return Optional.empty();
  }

  /** As long as before, and another byte in the middle. */
  private static Optional<byte[]> other(Optional<byte[]> content) {
    byte[] bytes = content.orElseThrow().clone();
    bytes[bytes.length / 2] ^= 1;
    return Optional.of(bytes);
  }

  private static Optional<byte[]> shorter(Optional<byte[]> content) {
    byte[] bytes = content.orElseThrow();
    return Optional.of(Arrays.copyOf(bytes, bytes.length - 1));
  }

  @Test
  void itIsWholeWhereAllIsThere() {
    assertThat(fault("spill/", content -> content)).isEmpty();
  }

  @Test
  void bulkOfEntriesThatWasChangedCutOrRemovedIsNoticed() {
    for (UnaryOperator<Optional<byte[]>> change :
        List.<UnaryOperator<Optional<byte[]>>>of(
            VerifiedCheckpointTest::gone,
            VerifiedCheckpointTest::other,
            VerifiedCheckpointTest::shorter)) {
      assertThat(fault("spill/", change).orElseThrow())
          .contains("spill/", "is gone, or other than it was put, of lane ");
    }
  }

  @Test
  void contentOfABroadcastThatIsGoneOrChangedIsNoticed() {
    assertThat(fault("keep/broadcast/", VerifiedCheckpointTest::gone).orElseThrow())
        .contains("broadcast 't' is gone");
    assertThat(fault("keep/broadcast/", VerifiedCheckpointTest::other).orElseThrow())
        .contains("broadcast 't' is gone, or other than it was put");
  }

  @Test
  void graphFromWhichTheAppCouldBeChangedIsLookedFor() {
    assertThat(fault("keep/graph/", VerifiedCheckpointTest::gone).orElseThrow()).contains("graph");
  }
}
