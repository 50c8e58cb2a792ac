package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which records expired in their streams before anybody took them. An entry says how many records
 * it has taken, and those of a call lie behind one another: so what an entry has passed and not
 * taken lies before what it has taken. Nothing counts as lost that is in its stream.
 */
final class Lost {
  /** A record, or one of those that a producer has packed into one, and where it ends. */
  private record Part(Sent.One one, int place, Position end) {}

  private final Stores stores;
  private final Map<Sent.One, Set<Integer>> parts = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  Lost(Stores stores) {
    this.stores = stores;
    for (MemoryStream stream : stores.streams.values()) {
      for (Source.Shard shard : stream.everyShard()) {
        shard(stream, shard.id());
      }
    }
  }

  /** Whether a part of a record, from 0, is lost. */
  boolean has(Sent.One one, int part) {
    return !parts.isEmpty() && parts.getOrDefault(one, Set.of()).contains(part);
  }

  /** Where a loss was not counted, or something was counted that cannot have been. */
  List<String> violations() {
    return violations;
  }

  private void shard(MemoryStream stream, String id) {
    String lane = Lanes.shard(stream.name(), id);
    List<Sent.One> sent = stores.sent.in(lane);
    int left = stream.read(id, Position.START, Integer.MAX_VALUE).size();
    List<Part> expired = parts(sent.subList(0, sent.size() - left)); // the oldest ones
    List<Part> all = expired.isEmpty() ? List.of() : parts(sent);
    Set<String> sequences =
        expired.stream().map(each -> each.end().sequence()).collect(Collectors.toSet());
    ShardEntry last = null;
    int next = 0;
    for (ShardEntry each : stores.witness().shard(lane).values()) {
      if (last != null) {
        int from = next;
        while (next < all.size() && all.get(next).end().compareTo(each.position()) <= 0) {
          next++;
        }
        int until = Math.min(next - (int) more(Counters.RECORDS, last, each), expired.size());
        lose(all.subList(from, Math.max(from, until)));
        boolean gone =
            sequences.contains(last.position().sequence()) || each.sealed() && stream.isGone(id);
        boolean leftBehind = each.sealed() && !last.sealed() && next < expired.size();
        check(lane, from < until || leftBehind, gone, last, each);
      }
      last = each;
    }
    lose(expired.subList(Math.min(next, expired.size()), expired.size())); // nobody came by since
  }

  private void check(String lane, boolean lost, boolean gone, ShardEntry last, ShardEntry next) {
    boolean counted = more(Counters.EXPIRED, last, next) > 0;
    if (lost && !counted && !last.position().equals(Position.START)) {
      violations.add(
          lane
              + " passed, or left behind, expired records after "
              + last.position()
              + ", not counted by the entry at "
              + next.position());
    }
    if (counted && !gone) {
      violations.add(lane + " counts as expired " + last.position() + ", which is there");
    }
  }

  private static long more(String counter, ShardEntry last, ShardEntry next) {
    return next.counters().getOrDefault(counter, 0L) - last.counters().getOrDefault(counter, 0L);
  }

  private void lose(List<Part> some) {
    some.forEach(
        each -> parts.computeIfAbsent(each.one(), one -> new HashSet<>()).add(each.place()));
  }

  private static List<Part> parts(List<Sent.One> records) {
    List<Part> parts = new ArrayList<>();
    for (Sent.One each : records) {
      int count = each.put().parts().size();
      String sequence = each.record().sequence();
      for (int place = 0; place < count; place++) {
        boolean last = place == count - 1;
        Position end = last ? Position.of(sequence) : new Position(sequence, place);
        parts.add(new Part(each, place, end));
      }
    }
    return parts;
  }
}
