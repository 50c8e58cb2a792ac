package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.Layout;
import dev.sluice.ports.LogStore;
import dev.sluice.testkit.faults.FragileLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** An app that loses its table, and changes its number of buckets before and behind that. */
final class LostLayouts {
  /** A checkpoint is due whenever a second is over. */
  static final CheckpointSettings ALWAYS =
      new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());

  /** No other checkpoint is due than the first one. */
  static final CheckpointSettings NEVER =
      new CheckpointSettings(Duration.ofDays(1), new StartFrom.Newest());

  /** No checkpoint is taken at all. */
  static final CheckpointSettings NONE =
      new CheckpointSettings(Duration.ZERO, new StartFrom.Newest());

  final Rig rig = new Rig(2, 3);
  final FragileLog log = new FragileLog(rig.clock, rig.metrics);
  int records;

  Engine wanting(int buckets, CheckpointSettings checkpoints) {
    return new Engine(
        rig.plan, rig.settings.withBuckets(buckets), rig.ports(log.open()), checkpoints);
  }

  Engine on(LogStore table, int buckets, CheckpointSettings checkpoints) {
    return new Engine(rig.plan, rig.settings.withBuckets(buckets), rig.ports(table), checkpoints);
  }

  CheckpointDesk desk(LogStore table) {
    return new CheckpointDesk(rig.ports(table), Rig.LIFETIME);
  }

  void put() {
    for (int i = 0; i < 8; i++, records++) {
      rig.put("k" + i, i);
    }
  }

  /** A second with records of which the process takes and publishes what it can. */
  void second(Engine process) {
    process.coordinator().run();
    put();
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(1));
    process.coordinator().run();
  }

  Layout layout() {
    return rig.head(log.open()).layout();
  }

  void change(int buckets) {
    rig.clock.advance(Duration.ofMinutes(2));
    wanting(buckets, NEVER).coordinator().run();
    assertThat(layout().buckets()).isEqualTo(buckets);
  }

  /** The table is gone, and a new mapping begins with the oldest record. */
  void loseTable() {
    log.lose();
    rig.positionsFromStart();
  }

  void publishWithSix() {
    Engine six = wanting(6, NEVER);
    second(six);
    second(six);
    assertThat(rig.outputs.list("")).anyMatch(each -> each.endsWith("part-00005"));
  }

  void publishFrom(StartFrom from) {
    Engine four = wanting(4, new CheckpointSettings(Duration.ofDays(1), from));
    second(four);
    second(four);
  }

  void publishWithFour() {
    for (int i = 0; i < 3; i++) {
      rig.clock.advance(Duration.ofMinutes(1));
      publishFrom(new StartFrom.Numbered(0));
    }
    assertThat(layout().buckets()).isEqualTo(4);
  }

  SortedMap<String, String> results() {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : rig.outputs.list("")) {
      found.put(name, new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return found;
  }

  /** Takes all that comes again. */
  void goOn(Engine process) {
    for (int tries = 0; tries < 5; tries++) {
      rig.deliverAll(process);
      process.coordinator().run();
    }
  }

  /** What was published stays as it is, and behind it nothing is lost or doubled. */
  void loseAndCompare(int buckets) {
    SortedMap<String, String> before = results();
    Layout last = layout();
    loseTable();
    Engine next = wanting(buckets, NEVER);
    goOn(next);
    assertThat(results()).isEqualTo(before);
    assertThat(layout().number()).isEqualTo(last.number());
    assertThat(layout().behind()).isEqualTo(last.behind());
    rig.finish(next);
    assertThat(results()).containsAllEntriesOf(before);
    assertThat(next.status().counters()).containsEntry("records", (long) records);
  }
}
