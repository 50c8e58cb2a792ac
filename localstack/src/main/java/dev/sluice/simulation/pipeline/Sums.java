package dev.sluice.simulation.pipeline;

import java.util.Map;
import java.util.TreeMap;

/** Sums of each key's values, those of a batch or window under its end. */
final class Sums {
  private Sums() {}

  static void add(Map<Long, TreeMap<String, Long>> sums, long end, Input.Value v) {
    add(sums, end, v.key(), v.value());
  }

  static void add(Map<Long, TreeMap<String, Long>> sums, long end, String key, long value) {
    sums.computeIfAbsent(end, e -> new TreeMap<>()).merge(key, value, Long::sum);
  }
}
