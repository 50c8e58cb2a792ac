package dev.sluice.simulation.pipeline;

import java.util.List;
import java.util.function.BiConsumer;

/** Tells values that count from those that are late. */
final class OnTime {
  private OnTime() {}

  /**
   * Takes the values of a batch into each of their windows that is open; one that has none left is
   * late.
   *
   * @param take takes the end of a window and a value
   */
  static void windows(
      Input input,
      long k,
      Cut cut,
      long lateness,
      String name,
      Rows rows,
      BiConsumer<Long, Input.Value> take) {
    windows(
        input,
        k,
        cut,
        lateness,
        (end, v) -> rows.late(name, input.border(k), end - cut.size(), end, v, v.value() + ""),
        take);
  }

  /**
   * The same where late values are shown otherwise.
   *
   * @param late takes the end of the last window that a value has missed, and the value
   * @param take takes the end of a window and a value
   */
  static void windows(
      Input input,
      long k,
      Cut cut,
      long lateness,
      BiConsumer<Long, Input.Value> late,
      BiConsumer<Long, Input.Value> take) {
    long before = input.watermarkBefore(k);
    for (Input.Value v : input.batch(k)) {
      List<Long> all = cut.ends(v.timeMillis());
      List<Long> open =
          v.isFarAhead()
              ? List.of()
              : all.stream()
                  .filter(end -> before == Long.MIN_VALUE || end > before - lateness)
                  .toList();
      open.forEach(end -> take.accept(end, v));
      if (open.isEmpty() && !all.isEmpty()) {
        late.accept(all.get(all.size() - 1), v);
      }
    }
  }

  /** The values of a batch that are not behind the watermark; the others are late. */
  static List<Input.Value> points(Input input, long k, String name, Rows rows) {
    return input.batch(k).stream()
        .filter(
            v -> {
              boolean counts = !v.isFarAhead() && v.timeMillis() >= input.watermarkBefore(k);
              if (!counts) {
                rows.late(name, input.border(k), v, v.value() + "");
              }
              return counts;
            })
        .toList();
  }
}
