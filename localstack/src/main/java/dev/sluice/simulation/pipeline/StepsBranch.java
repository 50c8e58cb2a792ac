package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Stateless operators on pairs: in front of an aggregation, behind one, or without. */
final class StepsBranch implements Sited {
  private enum Place {
    ALONE,
    IN_FRONT,
    BEHIND_BATCH,
    BEHIND_WINDOW
  }

  private final Place place;
  private final Cut cut;
  private final List<PairStep> steps;

  StepsBranch(Random random) {
    this.place = Place.values()[random.nextInt(Place.values().length)];
    this.cut = Cut.draw(random);
    this.steps = Stream.generate(() -> PairStep.draw(random)).limit(1 + random.nextInt(2)).toList();
  }

  @Override
  public String text() {
    return "operators on pairs "
        + steps
        + " "
        + place
        + (place == Place.BEHIND_WINDOW ? " of " + cut : "");
  }

  @Override
  public void define(Around around, Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all());
    PairDStream<String, Long> results =
        switch (place) {
          case ALONE -> stepped(values, around);
          case IN_FRONT -> stepped(values, around).named(name).reduceByKey(Long::sum);
          case BEHIND_BATCH -> stepped(values.named(name).reduceByKey(Long::sum), around);
          case BEHIND_WINDOW ->
              stepped(values.named(name).reduceByKeyAndWindow(Long::sum, cut.windows()), around);
        };
    results.saveAsTextFiles(name);
  }

  private PairDStream<String, Long> stepped(PairDStream<String, Long> pairs, Around around) {
    PairDStream<String, Long> stepped = pairs;
    for (PairStep each : steps) {
      stepped = each.on(stepped, around);
    }
    return stepped;
  }

  private List<Pair<String, Long>> stepped(String key, long value, long time) {
    List<Pair<String, Long>> stepped = List.of(Pair.of(key, value));
    for (PairStep each : steps) {
      stepped = stepped.stream().flatMap(pair -> each.of(pair, time).stream()).toList();
    }
    return stepped;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      long border = input.border(k);
      if (place == Place.BEHIND_WINDOW) {
        OnTime.windows(input, k, cut, 0, name, rows, (end, v) -> Sums.add(sums, end, v));
      } else {
        for (Input.Value v : input.batch(k)) {
          if (place == Place.BEHIND_BATCH) {
            Sums.add(sums, border, v);
          } else {
            stepped(v.key(), v.value(), border)
                .forEach(pair -> take(pair, border, sums, name, rows));
          }
        }
      }
    }
    boolean behind = place == Place.BEHIND_BATCH || place == Place.BEHIND_WINDOW;
    sums.forEach(
        (end, keys) ->
            keys.forEach(
                (key, sum) ->
                    (behind ? stepped(key, sum, end) : List.of(Pair.of(key, sum)))
                        .forEach(pair -> rows.add(name + "-" + end, pair + ""))));
  }

  private void take(
      Pair<String, Long> pair,
      long border,
      TreeMap<Long, TreeMap<String, Long>> sums,
      String name,
      Rows rows) {
    if (place == Place.ALONE) {
      rows.add(name + "-" + border, pair + "");
    } else {
      Sums.add(sums, border, pair.key(), pair.value());
    }
  }
}
