package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables that change while processes die, sleep and repeat themselves: what was announced in the
 * control lane is what every function has seen. When it is announced is up to the coordinators, as
 * clock advances are, so each world is compared with its own announcements.
 */
class BroadcastsUnderTroubleTest {
  private static final long T = 1000;
  private static final int RECORDS = 300;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFunctionSeesTheVersionsAnnouncedForItsIntervalWhateverHappens(long seed) {
    List<Script.Event> script = Script.of(seed, RECORDS, seed % 2 == 0);
    EngineSettings settings = World.settings(3, seed % 3 == 0 ? 0 : 100);
    for (Trouble.Chances chances : List.of(Trouble.Chances.NONE, Trouble.Chances.MUCH)) {
      World world = new World(new BroadcastsApp(), 3, settings, chances, seed);
      world.before(event -> change(world, event));
      change(world, 0);
      world.run(script);

      Map<String, NavigableMap<Long, Long>> announced = announced(world, settings);
      announced.forEach((name, versions) -> assertThat(versions).as(name).hasSizeGreaterThan(2));
      SortedMap<String, List<String>> rows = new TreeMap<>(world.rows());
      rows.keySet().removeIf(name -> name.startsWith("dead-letter/"));
      DisturbanceTest.assertSame(rows, expected(world, announced));
      assertThat(world.witness.violations()).isEmpty();
      assertThat(world.tables.refusals()).isNotEmpty();
    }
  }

  /** One table changes often, the other one seldom and into nonsense now and then. */
  private static void change(World world, int event) {
    if (event % 11 == 0) {
      world.tables.put(BroadcastsApp.FAST, List.of("" + event));
    }
    if (event % 50 == 0) {
      world.tables.put(BroadcastsApp.SLOW, List.of(event == 100 ? "nonsense" : "" + event));
    }
  }

  /** What the control lane says: for each table the versions by their first interval. */
  private static Map<String, NavigableMap<Long, Long>> announced(
      World world, EngineSettings settings) {
    Map<String, Long> contents = new HashMap<>();
    for (long n = 0; n <= RECORDS; n++) {
      contents.put(Tables.digest((n + "\n").getBytes(StandardCharsets.UTF_8)), n);
    }
    Map<String, NavigableMap<Long, Long>> all = new TreeMap<>();
    long horizon = Long.MIN_VALUE;
    List<LaneLog.Numbered<ControlEntry>> entries =
        new Logs(world.ports(), settings).control().read(Lanes.CONTROL, 0, Long.MAX_VALUE);
    for (LaneLog.Numbered<ControlEntry> each : entries) {
      Announcements announced = each.entry().announced();
      assertThat(announced.horizon()).isGreaterThanOrEqualTo(horizon);
      for (String name : announced.versions().keySet()) {
        NavigableMap<Long, Long> versions = all.computeIfAbsent(name, key -> new TreeMap<>());
        for (Announcements.Version version : announced.versions().get(name)) {
          Long content = contents.get(version.digest());
          boolean news = !content.equals(versions.put(version.from(), content));
          if (news && each.number() > 0) {
            assertThat(version.from()).as("behind what was fixed").isGreaterThan(horizon);
          }
        }
      }
      assertThat(each.entry().borders()).allMatch(border -> border.k() <= announced.horizon());
      horizon = announced.horizon();
    }
    return all;
  }

  private static SortedMap<String, List<String>> expected(
      World world, Map<String, NavigableMap<Long, Long>> announced) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    SortedMap<Long, SortedMap<String, Long>> sums = new TreeMap<>();
    for (ShardRecords.InBatch each : ShardRecords.of(world.stream, T)) {
      try {
        Reading r = Reading.parse(each.line());
        long fast = announced.get(BroadcastsApp.FAST).floorEntry(each.k()).getValue();
        long slow = announced.get(BroadcastsApp.SLOW).floorEntry(each.k()).getValue();
        String pair = "(" + r.key() + "," + r.value() + "):" + fast + ":" + slow;
        row(rows, "records", each.k(), pair);
        row(rows, "states", each.k(), r.key() + ":" + r.value() + ":" + (fast + slow));
        sums.computeIfAbsent(each.k(), k -> new TreeMap<>()).merge(r.key(), r.value(), Long::sum);
      } catch (NumberFormatException e) {
        // a dead letter
      }
    }
    sums.forEach(
        (k, ofBatch) -> {
          long fast = announced.get(BroadcastsApp.FAST).floorEntry(k).getValue();
          long slow = announced.get(BroadcastsApp.SLOW).floorEntry(k).getValue();
          ofBatch.forEach(
              (key, sum) -> row(rows, "sums", k, "(" + key + "," + sum + "):" + fast + ":" + slow));
        });
    rows.values().forEach(of -> of.sort(null));
    return rows;
  }

  private static void row(SortedMap<String, List<String>> rows, String prefix, long k, String row) {
    rows.computeIfAbsent(prefix + "-" + (k + 1) * T, name -> new ArrayList<>()).add(row);
  }
}
