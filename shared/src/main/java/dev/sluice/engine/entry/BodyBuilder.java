package dev.sluice.engine.entry;

import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what an entry hands to the next operators, by (group, interval, operator). */
public final class BodyBuilder {
  private record Slot(int group, long k, int operator) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byGroup = Integer.compare(group, other.group);
      int byInterval = byGroup != 0 ? byGroup : Long.compare(k, other.k);
      return byInterval != 0 ? byInterval : Integer.compare(operator, other.operator);
    }
  }

  private final Map<String, Integer> operators = new HashMap<>();
  private final List<String> operatorIds = new ArrayList<>();
  private final TreeMap<Slot, ByteOutput> blocks = new TreeMap<>();

  /** Where a block of an operator's input is to be written; always the same for the same place. */
  public ByteOutput block(int group, long k, String operator) {
    int index =
        operators.computeIfAbsent(
            operator,
            id -> {
              operatorIds.add(id);
              return operatorIds.size() - 1;
            });
    return blocks.computeIfAbsent(new Slot(group, k, index), slot -> new ByteOutput());
  }

  /** Sets the key groups that have a block for an interval. */
  public BitSet groups(long k) {
    BitSet groups = new BitSet();
    for (Slot slot : blocks.keySet()) {
      if (slot.k == k) {
        groups.set(slot.group);
      }
    }
    return groups;
  }

  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Writes the body and says where its parts are. */
  public BodyIndex build(ByteOutput out) {
    int parts = (int) blocks.keySet().stream().mapToInt(Slot::group).distinct().count();
    int[] groups = new int[parts];
    int[] lengths = new int[parts];
    int part = -1;
    for (Map.Entry<Slot, ByteOutput> each : blocks.entrySet()) {
      Slot slot = each.getKey();
      if (part < 0 || groups[part] != slot.group) {
        groups[++part] = slot.group;
      }
      int before = out.size();
      out.writeSigned(slot.k).writeUnsigned(slot.operator).writeBytes(each.getValue());
      lengths[part] += out.size() - before;
    }
    return new BodyIndex(List.copyOf(operatorIds), groups, lengths);
  }
}
