package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Pairs cut into partitions: where they are counted by key, no key is in two of them. */
final class PartitionBranch implements Branch {
  private enum Kind {
    REPARTITION,
    REPARTITION_AND_SUM,
    MAP_PARTITIONS,
    COUNT_IN_PARTITIONS
  }

  private final Kind kind;
  private final int partitions;

  PartitionBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.partitions = 1 + random.nextInt(5);
  }

  @Override
  public String text() {
    return "pairs in " + partitions + " partitions: " + kind;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all());
    var codec = Pair.codec(Codecs.string(), Codecs.int64());
    DStream<Pair<String, Long>> results =
        switch (kind) {
          case REPARTITION -> values.repartition(partitions);
          case REPARTITION_AND_SUM ->
              values.repartition(partitions).named(name).reduceByKey(Long::sum);
          case MAP_PARTITIONS ->
              values.repartition(partitions).mapPartitions(PartitionBranch::increased, codec);
          case COUNT_IN_PARTITIONS ->
              values
                  .named(name)
                  .groupByKey()
                  .flatMapValues(list -> list, Codecs.int64())
                  .repartition(partitions)
                  .mapPartitions(PartitionBranch::counted, codec);
        };
    results.saveAsTextFiles(name);
  }

  private static List<Pair<String, Long>> increased(List<Pair<String, Long>> pairs) {
    return pairs.stream().map(pair -> Pair.of(pair.key(), pair.value() + 1)).toList();
  }

  private static List<Pair<String, Long>> counted(List<Pair<String, Long>> pairs) {
    TreeMap<String, Long> counts = new TreeMap<>();
    pairs.forEach(pair -> counts.merge(pair.key(), 1L, Long::sum));
    List<Pair<String, Long>> all = new ArrayList<>();
    counts.forEach((key, n) -> all.add(Pair.of(key, n)));
    return all;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    for (long k : input.calendar.steps()) {
      String directory = name + "-" + input.border(k);
      TreeMap<String, Long> byKey = new TreeMap<>();
      for (Input.Value v : input.batch(k)) {
        switch (kind) {
          case REPARTITION -> rows.add(directory, Pair.of(v.key(), v.value()) + "");
          case MAP_PARTITIONS -> rows.add(directory, Pair.of(v.key(), v.value() + 1) + "");
          case REPARTITION_AND_SUM -> byKey.merge(v.key(), v.value(), Long::sum);
          case COUNT_IN_PARTITIONS -> byKey.merge(v.key(), 1L, Long::sum);
        }
      }
      byKey.forEach((key, n) -> rows.add(directory, Pair.of(key, n) + ""));
    }
  }
}
