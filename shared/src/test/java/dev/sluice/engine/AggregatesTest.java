package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.packed.Packer;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Source;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that come packed give what the same records give one by one, whatever happens to the
 * processes, wherever in an aggregate.
 */
class AggregatesTest {
  private static final BigInteger HALF = BigInteger.ONE.shiftLeft(127);
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);

  /** Entries that end inside an aggregate. */
  private static int stopsInside;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  /** The same records in two streams, and what the one with aggregates has beside them. */
  private record Scripts(
      List<Script.Event> packed, List<Script.Event> plain, List<String> foreign, int damaged) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void packedRecordsGiveWhatTheyGiveOneByOneWhateverHappens(long seed) {
    boolean reshards = seed % 2 == 0;
    Scripts scripts = scripts(seed, Script.of(seed, 400, reshards, seed % 4 > 1), !reshards);
    EngineSettings settings = World.settings(3, seed % 3 == 0 ? 0 : 100);
    World plain = run(settings, Trouble.Chances.NONE, seed, scripts.plain);
    World calm = run(settings, Trouble.Chances.NONE, seed, scripts.packed);
    World troubled = run(settings, Trouble.Chances.MUCH, -seed, scripts.packed);

    DisturbanceTest.assertSame(troubled.files(), calm.files());
    assertThat(troubled.witness.violations()).isEmpty();
    assertThat(troubled.counters()).isEqualTo(calm.counters());
    DisturbanceTest.assertSame(results(calm), results(plain));
    List<String> bad = badRecords(plain);
    assertThat(bad.removeAll(List.of("damaged"))).isEqualTo(scripts.damaged > 0);
    bad.addAll(scripts.foreign);
    assertThat(badRecords(calm).stream().filter(each -> !each.contains("base64,")))
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(badRecords(calm)).hasSize(bad.size() + scripts.damaged);
    stopsInside += stopsInside(troubled);
  }

  @AfterAll
  static void processesStoppedInsideAggregates() {
    assertThat(stopsInside).isGreaterThan(10);
  }

  private static World run(
      EngineSettings settings, Trouble.Chances chances, long seed, List<Script.Event> script) {
    return new World(new TestApp(), 3, settings, chances, seed).run(script);
  }

  private static Scripts scripts(long seed, List<Script.Event> events, boolean foreign) {
    Random random = new Random(seed);
    Scripts scripts = new Scripts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0);
    int damaged = 0;
    List<Script.Put> group = new ArrayList<>();
    for (Script.Event event : events) {
      if (event instanceof Script.Put put) {
        group.add(put);
        if (random.nextInt(5) == 0) {
          pack(random, group, foreign, scripts);
        }
        if (random.nextInt(40) == 0) {
          byte[] data = Packer.seal(new byte[] {(byte) (8 + random.nextInt(200)), 9, 9});
          scripts.packed.add(
              new Script.Put(put.atMillis(), put.partitionKey(), data, put.stampMillis()));
          byte[] asMuch = "damaged".getBytes(StandardCharsets.UTF_8);
          scripts.plain.add(
              new Script.Put(put.atMillis(), put.partitionKey(), asMuch, put.stampMillis()));
          damaged++;
        }
      } else {
        pack(random, group, foreign, scripts);
        scripts.packed.add(event);
        scripts.plain.add(event);
      }
    }
    pack(random, group, foreign, scripts);
    return new Scripts(scripts.packed, scripts.plain, scripts.foreign, damaged);
  }

  /** All with the partition key, the stamp and the time of the last one. */
  private static void pack(
      Random random, List<Script.Put> group, boolean foreign, Scripts scripts) {
    if (group.isEmpty()) {
      return;
    }
    Script.Put last = group.get(group.size() - 1);
    BigInteger hash = HashRange.hash(last.partitionKey());
    List<Packer.Input> inputs = new ArrayList<>();
    for (Script.Put each : group) {
      boolean named = random.nextBoolean();
      inputs.add(new Packer.Input(last.partitionKey(), named ? hash : null, each.data()));
      scripts.plain.add(
          new Script.Put(last.atMillis(), last.partitionKey(), each.data(), last.stampMillis()));
      if (foreign && random.nextInt(20) == 0) {
        String line = "not here " + scripts.foreign.size();
        byte[] data = line.getBytes(StandardCharsets.UTF_8);
        inputs.add(new Packer.Input(last.partitionKey(), hash.add(HALF).mod(ALL), data));
        scripts.foreign.add(line);
      }
    }
    byte[] data =
        inputs.size() == 1 && random.nextBoolean()
            ? inputs.get(0).data()
            : new Packer(random.nextLong()).pack(inputs);
    scripts.packed.add(
        new Script.Put(last.atMillis(), last.partitionKey(), data, last.stampMillis()));
    group.clear();
  }

  private static SortedMap<String, List<String>> results(World world) {
    SortedMap<String, List<String>> rows = new TreeMap<>(world.rows());
    rows.keySet().removeIf(name -> name.startsWith("dead-letter/readings-"));
    return rows;
  }

  /** Without their positions and the reason. */
  private static List<String> badRecords(World world) {
    List<String> bad = new ArrayList<>();
    world.rows().entrySet().stream()
        .filter(each -> each.getKey().startsWith("dead-letter/readings-"))
        .flatMap(each -> each.getValue().stream())
        .map(row -> row.replaceAll(",[^,]*,[^,]*$", "")) // key and arrival
        .map(row -> row.substring(Math.max(row.indexOf(",utf8,") + 6, row.indexOf(",base64,") + 1)))
        .forEach(bad::add);
    return bad;
  }

  private static int stopsInside(World world) {
    int stops = 0;
    for (Source.Shard shard : world.stream.shards(World.STREAM)) {
      for (LogEntry each : world.log.read(Lanes.shard(World.STREAM, shard.id()), 0, 10_000)) {
        stops += ShardEntry.decode(each.bytes()).position().isInside() ? 1 : 0;
      }
    }
    return stops;
  }
}
