package dev.sluice.semantics;

import dev.sluice.api.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What operators give for all values of a batch or window, by plain loops. */
final class NaiveBatches {
  private NaiveBatches() {}

  static Map<String, List<Long>> grouped(List<Pair<String, Long>> values) {
    Map<String, List<Long>> groups = new TreeMap<>();
    for (Pair<String, Long> each : values) {
      groups.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each.value());
    }
    return groups;
  }

  static <K, R> Map<K, R> each(Map<K, List<Long>> groups, Function<List<Long>, R> function) {
    Map<K, R> results = new TreeMap<>();
    groups.forEach((key, values) -> results.put(key, function.apply(values)));
    return results;
  }

  static List<String> rows(Map<?, ?> results) {
    List<String> rows = new ArrayList<>();
    results.forEach((key, value) -> rows.add(Pair.of(key, value).toString()));
    return rows;
  }

  static long greatest(List<Long> values) {
    return values.stream().mapToLong(each -> each).max().orElseThrow();
  }

  static long sum(List<Long> values) {
    return values.stream().mapToLong(each -> each).sum();
  }

  static List<Pair<String, Long>> evenTwice(List<Pair<String, Long>> values) {
    List<Pair<String, Long>> results = new ArrayList<>();
    for (Pair<String, Long> each : values) {
      if (each.value() % 2 == 0) {
        results.add(each);
        results.add(Pair.of(each.key(), each.value() + 100));
      }
    }
    return results;
  }

  /** Number, sum and occurrences of all values; none where there are no values. */
  static void keyless(
      List<Pair<String, Long>> values, String prefix, Map<String, List<String>> all) {
    List<Long> plain = values.stream().map(Pair::value).toList();
    Map<Long, Long> occurs = new TreeMap<>();
    plain.forEach(each -> occurs.merge(each, 1L, Long::sum));
    boolean none = plain.isEmpty();
    all.put(prefix + "count", none ? List.of() : List.of("" + plain.size()));
    all.put(prefix + "sum", none ? List.of() : List.of("" + sum(plain)));
    all.put(prefix + "occurs", rows(occurs));
  }

  static void joins(
      Map<String, List<Long>> left, Map<String, List<Long>> right, Map<String, List<String>> all) {
    for (String sink : List.of("cogrouped", "joined", "left", "right", "full")) {
      all.put(sink, new ArrayList<>());
    }
    TreeSet<String> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    for (String key : keys) {
      List<Long> lefts = left.getOrDefault(key, List.of());
      List<Long> rights = right.getOrDefault(key, List.of());
      all.get("cogrouped").add(Pair.of(key, Pair.of(lefts, rights)).toString());
      for (Optional<Long> one : orNone(lefts)) {
        for (Optional<Long> other : orNone(rights)) {
          all.get("full").add(Pair.of(key, Pair.of(one, other)).toString());
          one.ifPresent(v -> all.get("left").add(Pair.of(key, Pair.of(v, other)).toString()));
          other.ifPresent(w -> all.get("right").add(Pair.of(key, Pair.of(one, w)).toString()));
          if (one.isPresent() && other.isPresent()) {
            all.get("joined").add(Pair.of(key, Pair.of(one.get(), other.get())).toString());
          }
        }
      }
    }
  }

  private static List<Optional<Long>> orNone(List<Long> values) {
    return values.isEmpty()
        ? List.of(Optional.empty())
        : values.stream().map(Optional::of).toList();
  }
}
