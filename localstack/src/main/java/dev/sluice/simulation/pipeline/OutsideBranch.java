package dev.sluice.simulation.pipeline;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.BatchInfo;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import dev.sluice.simulation.Calls;
import dev.sluice.simulation.Connection;
import dev.sluice.simulation.Printed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Sinks outside: of readings as they come, or of sums by batch or window. */
final class OutsideBranch implements Sited {
  private enum Kind {
    FOREACH_BATCH,
    FOREACH_BATCH_OF_PAIRS,
    FOREACH_PARTITION,
    FOREACH_PARTITION_OF_PAIRS,
    SAVE_TO,
    SAVE_TO_OF_PAIRS,
    PRINT
  }

  /** More than a batch ever has. */
  private static final int ALL_ROWS = 1_000_000;

  private final Kind kind;
  private final Of of;
  private final Cut cut;

  OutsideBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    Of drawn = Of.values()[random.nextInt(Of.values().length)];
    // What two buckets print is told apart by keys.
    this.of = kind == Kind.PRINT && drawn == Of.READINGS ? Of.SUMS : drawn;
    this.cut = Cut.draw(random);
  }

  @Override
  public String text() {
    return kind + " with " + of.text(cut);
  }

  @Override
  public void define(Around around, Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> pairs = of.pairs(Keyed.values(readings.all()), name, cut);
    DStream<String> rows = pairs.map(Pair::toString);
    Calls calls = around.calls();
    switch (kind) {
      case FOREACH_BATCH ->
          rows.foreachBatch(Codecs.string(), (some, batch) -> calls.take(name, some, batch));
      case FOREACH_BATCH_OF_PAIRS ->
          pairs.foreachBatch((some, batch) -> calls.take(name, texts(some.iterator()), batch));
      case FOREACH_PARTITION ->
          rows.foreachPartition(
              Codecs.string(),
              () -> calls.connect(name),
              (to, some, batch) -> to.take(texts(some), batch));
      case FOREACH_PARTITION_OF_PAIRS ->
          pairs.foreachPartition(
              () -> calls.connect(name), (to, some, batch) -> to.take(texts(some), batch));
      case SAVE_TO -> rows.saveTo(name, Codecs.string(), sink -> new To<>(calls.connect(sink)));
      case SAVE_TO_OF_PAIRS -> pairs.saveTo(name, sink -> new To<>(calls.connect(sink)));
      case PRINT -> rows.map(row -> name + " " + row).print(ALL_ROWS);
    }
  }

  private static <T> List<String> texts(Iterator<T> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEachRemaining(row -> texts.add(row + ""));
    return texts;
  }

  /** What a sink of one's own opens. */
  private record To<T>(Connection connection) implements BatchFunction<T>, AutoCloseable {
    @Override
    public void accept(List<T> rows, BatchInfo batch) {
      connection.take(texts(rows.iterator()), batch);
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      long border = input.border(k);
      if (of == Of.SUMS_OF_WINDOWS) {
        OnTime.windows(input, k, cut, 0, name, rows, (end, v) -> Sums.add(sums, end, v));
        while (!sums.isEmpty() && sums.firstKey() <= input.over(k)) {
          sums.pollFirstEntry().getValue().forEach((key, sum) -> row(name, border, key, sum, rows));
        }
      } else if (of == Of.SUMS) {
        input.batch(k).forEach(v -> Sums.add(sums, border, v));
        sums.getOrDefault(border, new TreeMap<>())
            .forEach((key, sum) -> row(name, border, key, sum, rows));
      } else {
        input.batch(k).forEach(v -> row(name, border, v.key(), v.value(), rows));
      }
    }
  }

  private void row(String name, long border, String key, long value, Rows rows) {
    String row = Pair.of(key, value) + "";
    if (kind == Kind.PRINT) {
      rows.add(Printed.directory(border), name + " " + row);
    } else {
      rows.add(Calls.directory(name, border), row);
    }
  }
}
