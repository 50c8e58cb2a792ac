package dev.sluice.examples;

import dev.sluice.api.StreamApp;
import dev.sluice.examples.clicks.Clicks;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.words.WordCount;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The example apps by the names under which they are run. */
public final class Apps {
  private Apps() {}

  /** What makes each example; sorted by name, cannot be changed. */
  public static SortedMap<String, Supplier<StreamApp>> byName() {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(
            Map.of(
                "clicks", Clicks::new, "oil-pumps", OilPumps::new, "word-count", WordCount::new)));
  }
}
