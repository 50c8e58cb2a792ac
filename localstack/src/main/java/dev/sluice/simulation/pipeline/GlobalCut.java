package dev.sluice.simulation.pipeline;

import dev.sluice.api.GlobalWindows;
import dev.sluice.api.Pair;
import dev.sluice.api.WindowTrigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Windows that never end, with a trigger of each kind: how they are declared, and what they must
 * give.
 *
 * @param every how many values, or milliseconds
 * @param size of sliding counts
 */
record GlobalCut(Kind kind, boolean purging, long every, int size) {
  enum Kind {
    COUNT,
    SLIDING_COUNT,
    EVERY_RECORDS,
    EVERY,
    EVERY_EVENT_TIME,
    AT_END
  }

  static GlobalCut draw(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    boolean purging = random.nextBoolean();
    boolean byTime = kind == Kind.EVERY || kind == Kind.EVERY_EVENT_TIME;
    long every = (1 + random.nextInt(5)) * (byTime ? 900 : 1);
    return new GlobalCut(kind, purging, every, 1 + random.nextInt(6));
  }

  @Override
  public String toString() {
    return kind + " " + every + (purging ? " purging" : "") + " " + size;
  }

  GlobalWindows windows() {
    return switch (kind) {
      case COUNT -> GlobalWindows.count(every);
      case SLIDING_COUNT -> GlobalWindows.count(size, every);
      case EVERY_RECORDS -> by(WindowTrigger.everyRecords(every));
      case EVERY -> by(WindowTrigger.every(Duration.ofMillis(every)));
      case EVERY_EVENT_TIME -> by(WindowTrigger.everyEventTime(Duration.ofMillis(every)));
      case AT_END -> GlobalWindows.withTrigger(WindowTrigger.atEnd());
    };
  }

  private GlobalWindows by(WindowTrigger trigger) {
    return GlobalWindows.withTrigger(purging ? trigger.purging() : trigger);
  }

  /** All values of a key, and from where on they wait for a result. */
  private static final class Values {
    final List<Input.Value> all = new ArrayList<>();
    int given;
    long due = Long.MAX_VALUE;
  }

  void expect(Input input, Fold fold, String name, Rows rows) {
    Map<String, Values> kept = new TreeMap<>();
    for (long k : input.calendar.all()) {
      String directory = name + "-" + input.border(k);
      for (Input.Value v : input.batch(k)) {
        if (kind == Kind.EVERY_EVENT_TIME && v.isFarAhead()) {
          rows.late(name, input.border(k), v, fold);
          continue;
        }
        Values values = kept.computeIfAbsent(fold.key(v), key -> new Values());
        values.all.add(v);
        values.due = Math.min(values.due, due(Math.max(v.timeMillis(), input.watermarkBefore(k))));
        boolean byNumber =
            kind == Kind.COUNT || kind == Kind.SLIDING_COUNT || kind == Kind.EVERY_RECORDS;
        if (byNumber && values.all.size() % every == 0) {
          give(fold, fold.key(v), values, directory, rows);
        }
      }
      kept.forEach(
          (key, values) -> {
            if (values.given < values.all.size() && comes(values, k, input)) {
              give(fold, key, values, directory, rows);
            }
          });
    }
  }

  private long due(long time) {
    return (Math.floorDiv(time, every) + 1) * every;
  }

  private boolean comes(Values values, long k, Input input) {
    long multiple = Math.floorDiv(input.border(k), every) * every;
    return switch (kind) {
      case COUNT, SLIDING_COUNT, EVERY_RECORDS -> false;
      case EVERY -> multiple > input.border(k - 1) || input.calendar.isLast(k);
      case EVERY_EVENT_TIME -> values.due <= input.over(k);
      case AT_END -> input.calendar.isLast(k);
    };
  }

  private void give(Fold fold, String key, Values values, String directory, Rows rows) {
    int to = values.all.size();
    boolean fromLast = kind == Kind.COUNT || purging && kind != Kind.SLIDING_COUNT;
    int from = fromLast ? values.given : 0;
    if (kind == Kind.SLIDING_COUNT) {
      from = Math.max(0, to - size);
    }
    String result = fold.of(values.all.subList(from, to));
    rows.add(directory, fold.hasKeys() ? Pair.of(key, result) + "" : result);
    values.given = to;
    values.due = Long.MAX_VALUE;
  }
}
