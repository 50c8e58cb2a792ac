package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold of the clocks of lanes. An oracle takes them from the log, as they are inputs, so
 * it believes them whatever they say.
 */
final class Clocks {
  private final Run run;
  private final History history;
  private final List<String> violations = new ArrayList<>();

  Clocks(Run run, History history) {
    this.run = run;
    this.history = history;
  }

  List<String> violations() {
    run.stores.streams.values().forEach(this::childrenFollow);
    if (run.mustNotClamp()) {
      history.records().forEach(this::isNotPassed);
    }
    return violations;
  }

  /** Rule 2: a key's records keep their order when its shard is split or merged. */
  private void childrenFollow(MemoryStream stream) {
    Map<String, Arrived> first = new HashMap<>();
    Map<String, Arrived> last = new HashMap<>();
    for (Arrived each : history.records()) {
      if (each.stream().equals(stream.name())) {
        first.putIfAbsent(each.shard(), each);
        last.put(each.shard(), each);
      }
    }
    for (Source.Shard shard : stream.everyShard()) {
      Arrived child = first.get(shard.id());
      for (String id : shard.parents()) {
        Arrived parent = last.get(id);
        if (child != null && parent != null && child.clockMillis() < parent.clockMillis()) {
          violations.add(text(child) + " comes before " + text(parent) + " of its parent");
        }
      }
    }
  }

  /** Rule 6: whoever moves an idle lane on has read the clock before it asked for records. */
  private void isNotPassed(Arrived record) {
    if (record.clockMillis() > record.stampMillis()) {
      run.stores.witness().shard(Lanes.shard(record.stream(), record.shard())).values().stream()
          .filter(each -> each.kind() == ShardEntry.Kind.ADVANCE)
          .filter(each -> !each.position().equals(Position.START) || !isAdded(record))
          .filter(each -> each.clockMillis() == record.clockMillis())
          .forEach(each -> violations.add(text(record) + " came when its lane had passed it"));
    }
  }

  /** Rule 4: an added shard joins behind the newest border, whatever it holds from before. */
  boolean birthsCount() {
    Map<String, Long> newest = new HashMap<>();
    boolean count = false;
    for (Arrived each : history.records()) {
      String lane = Lanes.shard(each.stream(), each.shard());
      long own = newest.merge(lane, each.stampMillis(), Math::max);
      count |= isAdded(each) && own < each.clockMillis();
    }
    return count;
  }

  private boolean isAdded(Arrived record) {
    MemoryStream stream = run.stores.streams.get(record.stream());
    return run.stores.joining(stream).contains(record.shard());
  }

  private static String text(Arrived record) {
    return "record "
        + record.index()
        + " of "
        + record.shard()
        + ", stamped "
        + record.stampMillis()
        + ", at "
        + record.clockMillis();
  }
}
