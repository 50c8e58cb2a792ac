package dev.sluice.engine.step;

import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes of a layout that have had the key groups of a bucket of the next one. */
final class Inheritance {
  /**
   * A lane of the layout before.
   *
   * @param head its newest entry; none for one that begins behind the last step of its layout
   */
  record Old(int bucket, Optional<LaneLog.Numbered<BucketEntry>> head) {}

  private final List<Old> lanes;

  private Inheritance(List<Old> lanes) {
    this.lanes = lanes;
  }

  /**
   * Looks whether they can be taken over.
   *
   * @param groups those of the new bucket
   * @param last the last step of the layout before
   * @param birthK where its lanes stand that have no entry
   * @return nothing until all of them are done with the last step
   */
  static Optional<Inheritance> find(
      Logs logs, Layout before, int stage, Groups groups, long last, long birthK) {
    List<Old> lanes = new ArrayList<>();
    for (int bucket = 0; bucket < before.buckets(); bucket++) {
      if (before.groups(bucket).meets(groups)) {
        Optional<LaneLog.Numbered<BucketEntry>> head =
            logs.buckets().head(before.lane(stage, bucket));
        if (head.map(each -> each.entry().k()).orElse(birthK) < last) {
          return Optional.empty();
        }
        lanes.add(new Old(bucket, head));
      }
    }
    return Optional.of(new Inheritance(lanes));
  }

  List<Old> lanes() {
    return lanes;
  }

  /**
   * What they have counted: each lane's goes on in the bucket that has its first key group.
   *
   * @param groups those of the new bucket
   */
  Map<String, Long> counters(Layout before, Groups groups) {
    Map<String, Long> counters = new HashMap<>();
    for (Old each : lanes) {
      if (each.head.isPresent() && groups.contains(before.firstGroup(each.bucket))) {
        each.head.get().entry().counters().forEach((name, n) -> counters.merge(name, n, Long::sum));
      }
    }
    return counters;
  }
}
