package dev.sluice.examples;

import dev.sluice.examples.clicks.Click;
import dev.sluice.examples.clicks.Clicks;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.oil.Sensor;
import dev.sluice.examples.words.WordCount;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The example apps by the names under which they are run. */
public final class Apps {
  private Apps() {}

  /** All examples; sorted by name, cannot be changed. */
  public static SortedMap<String, Example> byName() {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(
            Map.of(
                "clicks",
                new Example(
                    Clicks::new, Optional.of(line -> Click.parse(line).time().toEpochMilli())),
                "oil-pumps",
                new Example(
                    OilPumps::new, Optional.of(line -> Sensor.parse(line).time().toEpochMilli())),
                "word-count",
                new Example(WordCount::new, Optional.empty()))));
  }
}
