package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** What is made of a batch as a whole. */
final class CountBranch implements Branch {
  private enum Kind {
    COUNT,
    COUNT_BY_VALUE,
    REDUCE,
    REPARTITION,
    MAP_PARTITIONS,
    GLOM
  }

  private final Kind kind;

  CountBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
  }

  @Override
  public String text() {
    return "of a batch: " + kind;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    DStream<Long> values = readings.all().map(Reading::value);
    switch (kind) {
      case COUNT -> values.count().saveAsTextFiles(name);
      case COUNT_BY_VALUE -> values.countByValue(Codecs.int64()).saveAsTextFiles(name);
      case REDUCE -> values.reduce(Long::sum, Codecs.int64()).saveAsTextFiles(name);
      case REPARTITION ->
          values.repartition(3, Codecs.int64()).map(v -> v + 1).saveAsTextFiles(name);
      case MAP_PARTITIONS ->
          values
              .mapPartitions(of -> of.stream().map(v -> v + 1).toList(), Codecs.int64())
              .saveAsTextFiles(name);
      case GLOM ->
          values
              .glom(Codecs.int64())
              .map(of -> of.stream().mapToLong(v -> v + 1).sum())
              .reduce(Long::sum, Codecs.int64())
              .saveAsTextFiles(name);
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    for (long k : input.calendar.steps()) {
      List<Long> values = input.batch(k).stream().map(Input.Value::value).toList();
      if (!values.isEmpty()) {
        lines(values).forEach(line -> rows.add(name + "-" + input.border(k), line));
      }
    }
  }

  private List<String> lines(List<Long> values) {
    long sum = values.stream().mapToLong(v -> v).sum();
    return switch (kind) {
      case COUNT -> List.of(values.size() + "");
      case REDUCE -> List.of(sum + "");
      case GLOM -> List.of(sum + values.size() + "");
      case REPARTITION, MAP_PARTITIONS -> values.stream().map(v -> v + 1 + "").toList();
      case COUNT_BY_VALUE -> {
        TreeMap<Long, Long> counts = new TreeMap<>();
        values.forEach(v -> counts.merge(v, 1L, Long::sum));
        yield counts.entrySet().stream()
            .map(each -> Pair.of(each.getKey(), each.getValue()) + "")
            .toList();
      }
    };
  }
}
