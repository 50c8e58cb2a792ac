package dev.sluice.engine.checkpoint;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.step.Births;
import dev.sluice.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lanes that do steps, against the data flow: the success lane, then the buckets of the last
 * stage, and so on. What one of them has read says what is needed of those before it.
 */
final class StepLanes {
  private static final int BEHIND_ALL = Integer.MAX_VALUE;

  /**
   * A lane, by its place in the flow.
   *
   * @param groups its key groups, none for the success lane
   */
  private record Lane(String name, int stage, Groups groups, Layout layout) {}

  /** How far a lane is that reads shards. */
  private record Reader(Lane lane, long k) {}

  private final Plan plan;
  private final Deque<Lane> open = new ArrayDeque<>();
  private final Epoch epoch;
  private final Map<String, Long> pointers = new HashMap<>();

  /** For lanes that somebody follows without a pointer yet, behind which interval he does. */
  private final Map<String, Long> behind = new HashMap<>();

  private final List<Reader> readers = new ArrayList<>();
  private final int first;
  private final int last;
  private long control = Long.MAX_VALUE;

  /**
   * @param epoch the version of the app in force: it says where lanes begin that have no entry
   * @param layouts those whose lanes are needed, ascending
   */
  StepLanes(Plan plan, Epoch epoch, List<Layout> layouts) {
    this.plan = plan;
    this.epoch = epoch;
    this.first = layouts.get(0).number();
    Layout newest = layouts.get(layouts.size() - 1);
    this.last = newest.number();
    open.add(new Lane(Lanes.SUCCESS, BEHIND_ALL, new Groups(0, 0), newest));
    for (int stage = plan.stages(); stage >= 1; stage--) {
      for (int i = layouts.size() - 1; i >= 0; i--) { // one takes over from the one before
        add(layouts.get(i), stage);
      }
    }
  }

  private void add(Layout layout, int stage) {
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      open.add(new Lane(layout.lane(stage, bucket), stage, layout.groups(bucket), layout));
    }
  }

  /** The lane that is to be copied next, if there is one left. */
  Optional<String> next() {
    return Optional.ofNullable(open.peek()).map(Lane::name);
  }

  /** The first entry of the next lane that is needed, by pointers and its whole state. */
  long neededFrom(BucketEntry end) {
    return Math.min(end.base(), pointers.getOrDefault(open.element().name, Long.MAX_VALUE));
  }

  /**
   * The interval behind which somebody follows the next lane who has no pointer to it: he needs the
   * newest entry that does not lie behind it, and all that follow.
   */
  Optional<Long> neededBehind() {
    return Optional.ofNullable(behind.get(open.element().name));
  }

  /**
   * The next lane is copied.
   *
   * @param end its last entry, if it has one
   */
  void copied(Optional<BucketEntry> end) {
    Lane lane = open.remove();
    BucketEntry last = end.orElseGet(() -> birth(lane));
    control = Math.min(control, last.control());
    for (Lane each : open) {
      Long pointer = last.next().get(each.name);
      if (pointer != null && last.control() >= birth(each).control()) {
        pointers.merge(each.name, pointer, Math::min);
      } else if (follows(lane, each)) {
        behind.merge(each.name, last.k(), Math::min);
      }
    }
    if (lane.stage != BEHIND_ALL && plan.feeds(lane.stage).contains(0)) {
      readers.add(new Reader(lane, last.k()));
    }
  }

  /** The number of the first layout whose lanes are copied. */
  int firstLayout() {
    return first;
  }

  /** The number of the last one. */
  int lastLayout() {
    return last;
  }

  private boolean follows(Lane lane, Lane earlier) {
    return lane.stage == BEHIND_ALL
        || lane.layout == earlier.layout && plan.feeds(lane.stage).contains(earlier.stage);
  }

  private BucketEntry birth(Lane lane) {
    return lane.stage == BEHIND_ALL
        ? Births.of(plan, 0, epoch)
        : Births.of(plan, lane.stage, lane.layout, epoch);
  }

  /** The first entry of the control lane that some lane has still to read. */
  long neededOfControl() {
    return control;
  }

  /**
   * For each lane of a shard, the first entry that a step has still to read.
   *
   * @param borders those behind {@link #neededOfControl}
   */
  Map<String, Long> neededOfShards(List<ControlLane.Placed> borders) {
    Map<String, Long> needed = new TreeMap<>();
    for (ControlLane.Placed placed : borders) {
      Border border = placed.border();
      boolean open =
          readers.stream()
              .anyMatch(
                  each ->
                      each.k < border.k()
                          && each.lane.layout.number() == placed.layout().number()
                          && border.hasInput(each.lane.groups.first(), each.lane.groups.end()));
      if (open) {
        border.reads().forEach(read -> needed.merge(read.lane(), read.from(), Math::min));
      }
    }
    return needed;
  }
}
