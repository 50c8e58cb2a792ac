package dev.sluice.engine.checkpoint;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.plan.Plan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param firstGroup its first key group, with input from shards; {@code endGroup} where none
   */
  private record Lane(String name, int stage, int firstGroup, int endGroup) {}

  /** How far a lane is that reads shards. */
  private record Reader(Lane lane, long k) {}

  private final Plan plan;
  private final Deque<Lane> open = new ArrayDeque<>();
  private final Map<String, Long> pointers = new HashMap<>();
  private final Set<Integer> readFromStart = new HashSet<>();
  private final List<Reader> readers = new java.util.ArrayList<>();
  private long control = Long.MAX_VALUE;

  StepLanes(Plan plan, EngineSettings settings) {
    this.plan = plan;
    open.add(new Lane(Lanes.SUCCESS, BEHIND_ALL, 0, 0));
    for (int stage = plan.stages(); stage >= 1; stage--) {
      for (int bucket = 0; bucket < settings.buckets(); bucket++) {
        open.add(
            new Lane(
                Lanes.bucket(stage, bucket),
                stage,
                settings.firstGroup(bucket),
                settings.firstGroup(bucket + 1)));
      }
    }
  }

  /** The lane that is to be copied next, if there is one left. */
  Optional<String> next() {
    return Optional.ofNullable(open.peek()).map(Lane::name);
  }

  /** The first entry of the next lane that is needed, where it ends with an entry. */
  long neededFrom(BucketEntry end) {
    Lane lane = open.element();
    long read = readFromStart.contains(lane.stage) ? 0 : Long.MAX_VALUE;
    long pointer = pointers.getOrDefault(lane.name, Long.MAX_VALUE);
    return Math.min(end.base(), Math.min(read, pointer));
  }

  /**
   * The next lane is copied.
   *
   * @param end its last entry, if it has one: else it reads everything from the beginning
   */
  void copied(Optional<BucketEntry> end) {
    Lane lane = open.remove();
    control = Math.min(control, end.map(BucketEntry::control).orElse(0L));
    if (end.isPresent()) {
      end.get().next().forEach((name, from) -> pointers.merge(name, from, Math::min));
    } else {
      readFromStart.addAll(stagesBefore(lane.stage));
    }
    if (lane.stage != BEHIND_ALL && plan.feeds(lane.stage).contains(0)) {
      readers.add(new Reader(lane, end.map(BucketEntry::k).orElse(Long.MIN_VALUE)));
    }
  }

  private Set<Integer> stagesBefore(int stage) {
    if (stage != BEHIND_ALL) {
      return new HashSet<>(plan.feeds(stage));
    }
    Set<Integer> all = new HashSet<>();
    for (int each = 1; each <= plan.stages(); each++) {
      all.add(each);
    }
    return all;
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
                          && border.hasInput(each.lane.firstGroup, each.lane.endGroup));
      if (open) {
        border.reads().forEach(read -> needed.merge(read.lane(), read.from(), Math::min));
      }
    }
    return needed;
  }
}
