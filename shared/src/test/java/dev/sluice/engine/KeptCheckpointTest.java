package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.MemoryStreams;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints that are kept under a name, and need nothing but themselves. */
class KeptCheckpointTest {
  private static final String NAME = "before-the-move";
  private static final String PLACE = "keep/checkpoints/" + NAME + "/";

  private final Rig rig = new Rig(2, 2);
  private LogStore log = rig.log;
  private int names;
  private ObjectStore spills = rig.spills;

  private Ports ports() {
    return rig.ports(log, spills);
  }

  private Engine process(StartFrom start) {
    return new Engine(
        rig.plan, rig.settings, ports(), new CheckpointSettings(Duration.ofMinutes(1), start));
  }

  private CheckpointDesk desk() {
    return new CheckpointDesk(ports(), Rig.LIFETIME);
  }

  /** Seconds with so many keys that what is handed on does not fit into entries. */
  private void live(Engine process, int seconds) {
    for (int second = 0; second < seconds; second++) {
      for (int key = 0; key < 300; key++) {
        rig.put("a-key-that-takes-some-room-in-the-bodies-of-entries-" + key, second);
      }
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
      process.coordinator().run();
    }
  }

  @BeforeEach
  void liveForAWhile() {
    Engine process = process(new StartFrom.Newest());
    process.coordinator().run();
    live(process, 15);
  }

  private void loseTable() {
    log = new MemoryLog(rig.clock, rig.metrics);
    rig.positionsFromStart();
    rig.acknowledged = 0; // everything is delivered once more
  }

  /** What a broom leaves, and what a copy of the kept objects to another bucket has. */
  private void loseAllButWhatIsKept() {
    MemoryObjects left = new MemoryObjects(rig.metrics);
    for (String name : spills.list("keep/")) {
      left.putIfAbsent(name, spills.get(name).orElseThrow());
    }
    spills = left;
  }

  @Test
  void keptCheckpointOutlivesTheEntriesItWasMadeOf() {
    CheckpointDesk.Summary kept = desk().keep(rig.plan, NAME).orElseThrow();
    assertThat(kept.kept()).isEqualTo(NAME);
    assertThat(kept.spilledBytes()).as("entries that have objects of their own").isPositive();
    assertThat(kept.goodUntilMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(spills.list(PLACE + "bulk/")).isNotEmpty();

    loseTable();
    loseAllButWhatIsKept();
    rig.clock.advance(Rig.LIFETIME.multipliedBy(3));
    assertThat(desk().keptFault(NAME)).isEmpty();
    Engine second = process(new StartFrom.Kept(NAME));
    second.coordinator().run();
    assertThat(second.status().counters()).containsEntry("records", 15L * 300);
    live(second, 12);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** The mapping that begins at the time it names brings what no lane of the checkpoint has. */
  @Test
  void recordsOfShardsOfWhichOnlyTheEndOfTheirParentTellsAreToBeReadAgain() {
    String parent = rig.stream.shards(Rig.STREAM).get(0).id();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    String lane = Lanes.shard(Rig.STREAM, parent);
    long splitMillis = rig.clock.nowMillis();
    rig.putTo(rig.stream.split(parent).get(0).id(), "k", 1);
    rig.clock.advance(Duration.ofMinutes(5));
    Engine process = process(new StartFrom.Newest());
    rig.putTo(other, "k", 2);
    rig.deliver(process, other);
    process.coordinator().run(() -> !isSealed(lane)); // and no time to let children begin
    assertThat(isSealed(lane)).isTrue();
    assertThat(rig.head(log).lanes()).containsOnlyKeys(lane, Lanes.shard(Rig.STREAM, other));
    CheckpointDesk.Summary kept = desk().keep(rig.plan, NAME).orElseThrow();
    assertThat(kept.replayMillis()).isLessThanOrEqualTo(splitMillis);
  }

  /** As those of a stream that the app reads since it was changed. */
  @Test
  void recordsThatAreOlderThanWhereTheirShardJoinedAreToBeReadAgain() {
    Engine process = process(new StartFrom.Newest());
    String added = rig.stream.grow().id();
    rig.stream.putTo(added, "k", new Reading("k", 1_000, 1).line().getBytes(UTF_8), 1_000);
    rig.putTo(added, "k", 2);
    process.coordinator().run();
    assertThat(rig.head(log).lanes()).containsKey(Lanes.shard(Rig.STREAM, added));
    assertThat(replayMillis()).isEqualTo(Long.MIN_VALUE);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    process.coordinator().run();
    assertThat(replayMillis()).isGreaterThan(1_000);
  }

  @Test
  void allOfAStreamThatHasNotJoinedYetIsToBeReadAgain() {
    StreamApp more =
        context -> {
          new Rig.Sums().define(context);
          context.kinesis("more", Decoder.utf8()).saveAsTextFiles("more");
        };
    Plan changed = Plan.of(more, Map.of());
    MemoryStream stream = new MemoryStream("more", 1);
    rig.source = new MemoryStreams(List.of(rig.stream, stream));
    Engine process = new Engine(changed, rig.settings, ports());
    process
        .coordinator()
        .run(() -> !rig.head(log).graph().equals(changed.digest())); // nor time for its shards
    assertThat(rig.head(log).lanes())
        .doesNotContainKey(Lanes.shard("more", "shardId-000000000000"));
    CheckpointDesk.Summary kept = desk().keep(changed, "early").orElseThrow();
    assertThat(kept.replayMillis()).isEqualTo(Long.MIN_VALUE);
  }

  /** A store lists no more than a million names, and each million takes minutes. */
  @Test
  void restoreListsNoMoreThanWhatALaneHasSpilledInADay() {
    CheckpointSettings often =
        new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
    live(new Engine(rig.plan, rig.settings, ports(), often), 3);
    assertThat(spills.list("spill/")).isNotEmpty();
    loseTable();
    List<String> listed = new ArrayList<>();
    spills =
        new ForwardingObjects(spills) {
          @Override
          public List<String> list(String prefix) {
            listed.add(prefix);
            return super.list(prefix);
          }
        };
    Engine second = process(new StartFrom.Newest());
    second.coordinator().run();
    assertThat(listed).anyMatch(each -> each.startsWith("spill/"));
    assertThat(listed)
        .filteredOn(each -> each.startsWith("spill/"))
        .allMatch(each -> each.split("/").length > 2);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private long replayMillis() {
    return desk().keep(rig.plan, "replay-" + names++).orElseThrow().replayMillis();
  }

  private boolean isSealed(String lane) {
    return ShardEntry.decode(log.head(lane).orElseThrow().bytes()).sealed();
  }

  @Test
  void restoreByTheDeskSaysWhatItRestored() {
    desk().keep(rig.plan, NAME);
    assertThat(desk().kept()).containsExactly(NAME);
    loseTable();
    loseAllButWhatIsKept();
    CheckpointDesk.Restored restored = desk().restore(new StartFrom.Kept(NAME)).orElseThrow();
    assertThat(restored.checkpoint().kept()).isEqualTo(NAME);
    Engine second = process(new StartFrom.Newest());
    live(second, 3);
    rig.finish(second);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Its entries differ from those of before, as they name the copies of their bulk. */
  @Test
  void witnessKnowsTheEntriesOfAKeptCheckpointAgain() {
    Witness first = new Witness(rig.outputs, spills);
    CheckpointDesk.Summary kept = desk().keep(rig.plan, NAME).orElseThrow();
    kept.lanes().forEach(lane -> entries(lane.name()).forEach(put(first, lane.name())));
    loseTable();
    desk().restore(new StartFrom.Kept(NAME));
    Witness second = first.ofNewTable();
    kept.lanes().forEach(lane -> entries(lane.name()).forEach(put(second, lane.name())));
    assertThat(first.violations()).isEmpty();
    kept.lanes().stream()
        .filter(lane -> lane.name().startsWith("shard/"))
        .forEach(lane -> assertThat(second.shard(lane.name())).hasSize((int) lane.to() + 1));
  }

  private List<LogEntry> entries(String lane) {
    return log.read(lane, 0, Integer.MAX_VALUE);
  }

  private static Consumer<LogEntry> put(Witness witness, String lane) {
    return each -> witness.appended(lane, each.number(), each.bytes());
  }

  @Test
  void keptCheckpointIsNeverOverwrittenAndNamedByItsRules() {
    desk().keep(rig.plan, NAME);
    List<String> before = spills.list("keep/");
    assertThatThrownBy(() -> desk().keep(rig.plan, NAME))
        .hasMessageContaining("SLUICE-B06")
        .hasMessageContaining("kept as 'before-the-move' already");
    assertThat(spills.list("keep/")).isEqualTo(before);
    for (String wrong : List.of("", "-a", "A", "a/b", "a".repeat(41))) {
      assertThatThrownBy(() -> desk().keep(rig.plan, wrong)).hasMessageContaining("SLUICE-B06");
    }
  }

  @Test
  void keptCheckpointThatWasBegunAndNotEndedIsNoneUntilItIsTakenOnceMore() {
    ObjectStore whole = spills;
    spills = new WithoutManifests(whole);
    assertThatThrownBy(() -> desk().keep(rig.plan, NAME))
        .isInstanceOf(StoreUnavailableException.class);
    spills = whole;
    assertThat(desk().kept()).isEmpty();
    assertThat(desk().keptFault(NAME)).contains("there is no such checkpoint");
    assertThat(desk().keep(rig.plan, NAME)).isPresent();
    assertThat(desk().keptFault(NAME)).isEmpty();
  }

  @Test
  void keptCheckpointThatIsNotThereOrNotWholeIsNotBegunFrom() {
    desk().keep(rig.plan, NAME);
    loseTable();
    assertThatThrownBy(() -> process(new StartFrom.Kept("other")).coordinator().run())
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining("kept checkpoint 'other': it is not there");
    ObjectStore whole = spills;
    String gone = spills.list(PLACE + "bulk/").get(0);
    MemoryObjects left = new MemoryObjects(rig.metrics);
    whole.list("keep/").stream()
        .filter(name -> !name.equals(gone))
        .forEach(name -> left.putIfAbsent(name, whole.get(name).orElseThrow()));
    spills = left;
    assertThatThrownBy(() -> process(new StartFrom.Kept(NAME)).coordinator().run())
        .hasMessageContaining("SLUICE-B01")
        .hasMessageContaining(gone);
    assertThat(desk().keptFault(NAME).orElseThrow()).contains(gone);
    assertThat(log.head(Lanes.START)).isEmpty();
  }

  /** The kept one and the newest one have the same number here. */
  @Test
  void appThatWasRestoredFromAKeptOneTakesItsOwnCheckpointAtOnce() {
    desk().keep(rig.plan, NAME);
    assertThat(desk().numbers()).containsExactly(0L);
    loseTable();
    Engine second = process(new StartFrom.Kept(NAME));
    second.coordinator().run();
    second.coordinator().run();
    assertThat(desk().numbers()).containsExactly(0L, 1L);
  }

  @Test
  void whatIsKeptIsSaidInTheSettingOfFunctions() {
    assertThat(StartFrom.parse("kept:a-1")).isEqualTo(new StartFrom.Kept("a-1"));
    assertThatThrownBy(() -> StartFrom.parse("kept:A")).hasMessageContaining("SLUICE-B06");
    assertThatThrownBy(() -> StartFrom.parse("kept")).hasMessageContaining("SLUICE-C05");
  }

  /** A store that does not take manifests of kept checkpoints. */
  private static final class WithoutManifests extends ForwardingObjects {
    WithoutManifests(ObjectStore objects) {
      super(objects);
    }

    @Override
    public Put putIfAbsent(String name, byte[] content) {
      if (name.startsWith(PLACE + "manifest/")) {
        throw new StoreUnavailableException("503", null);
      }
      return super.putIfAbsent(name, content);
    }
  }
}
