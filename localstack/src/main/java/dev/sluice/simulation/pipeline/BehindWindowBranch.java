package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A windowed stream with a sink, or by partitions. */
final class BehindWindowBranch implements Branch {
  private enum Kind {
    WITH_WINDOW,
    ONE_PARTITION,
    // These two by arrival, where nothing is late: of partitions and partition keys, under which
    // values are late, nothing is known.
    PARTITIONS,
    SINK
  }

  private final Kind kind;
  private final Cut cut;

  BehindWindowBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.cut = Cut.draw(random);
  }

  @Override
  public String text() {
    return "behind windows of " + cut + ": " + kind;
  }

  private boolean isByArrival() {
    return kind == Kind.PARTITIONS || kind == Kind.SINK;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> windowed =
        isByArrival()
            ? Keyed.values(readings.plain()).window(cut.windows())
            : Keyed.values(readings.all()).named(name).window(cut.windows());
    DStream<?> results =
        switch (kind) {
          case WITH_WINDOW -> windowed.mapWithWindow((w, k, v) -> w.endMillis() + k + v);
          case ONE_PARTITION ->
              windowed
                  .repartition(1)
                  .glom(Pair.codec(Codecs.string(), Codecs.int64()))
                  .map(List::size);
          case PARTITIONS ->
              windowed
                  .map(Pair::value)
                  .glom(Codecs.int64())
                  .reduce(BehindWindowBranch::both, Codecs.list(Codecs.int64()))
                  .map(all -> all.stream().sorted().toList());
          case SINK -> windowed;
        };
    results.saveAsTextFiles(name);
  }

  private static List<Long> both(List<Long> one, List<Long> other) {
    List<Long> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = isByArrival() ? inputs.plain().byArrival() : inputs.all();
    TreeMap<Long, List<Input.Value>> windows = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      OnTime.windows(
          input,
          k,
          cut,
          0,
          (end, v) -> late(end, v, name, input.border(k), rows),
          (end, v) -> windows.computeIfAbsent(end, e -> new ArrayList<>()).add(v));
    }
    windows.forEach(
        (end, values) -> lines(end, values).forEach(line -> rows.add(name + "-" + end, line)));
  }

  /** A partition's values are late under its number. */
  private void late(long end, Input.Value v, String name, long border, Rows rows) {
    boolean numbered = kind == Kind.ONE_PARTITION;
    String value = numbered ? Pair.of(v.key(), v.value()) + "" : v.value() + "";
    rows.late(name, border, end - cut.size(), end, v, numbered ? "0" : v.key(), value);
  }

  private List<String> lines(long end, List<Input.Value> values) {
    return switch (kind) {
      case WITH_WINDOW -> values.stream().map(v -> end + v.key() + v.value()).toList();
      case ONE_PARTITION -> List.of(values.size() + "");
      case PARTITIONS -> List.of(values.stream().map(Input.Value::value).sorted().toList() + "");
      case SINK -> values.stream().map(v -> Pair.of(v.key(), v.value()) + "").toList();
    };
  }
}
