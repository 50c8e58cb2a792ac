package dev.sluice.local.cost;

import dev.sluice.api.graph.Node;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an app writes by its graph, where every bucket has something to do and every sink has rows.
 * It writes less where some have none, and where several batches are done at once as the
 * coordinator is late; more where entries are large, records come late or are dead letters.
 *
 * @param call what each call of a shard writes
 * @param batch what each batch writes besides
 * @param windows what each window that closes writes besides, by the prefix of the sink
 */
public record Writes(Share call, Share batch, SortedMap<String, Share> windows) {

  /**
   * A part of it.
   *
   * @param entries of lanes, each a conditional put into DynamoDB: a write unit for each begun KB
   * @param objects in S3, each a PUT: parts and markers of files
   * @param of what they are, in words
   */
  public record Share(int entries, int objects, List<String> of) {
    /** What it costs, where no entry has more than a KB. */
    public double dollars() {
      return Bill.ofWrites(entries, objects);
    }
  }

  /**
   * Reads it from a graph.
   *
   * @param buckets of each stage
   */
  public static Writes of(Plan plan, int buckets) {
    List<String> ofBatch = new ArrayList<>(List.of("a border"));
    int entries = 1;
    for (int stage = 1; stage <= plan.stages(); stage++) {
      entries += buckets;
      ofBatch.add(count(buckets, "entry", "entries") + " of stage " + stage);
    }
    List<Node.Files> files = files(plan);
    if (!files.isEmpty()) {
      entries++;
      ofBatch.add("an entry of markers");
    }
    SortedMap<String, Share> windows = new TreeMap<>();
    int objects = 0;
    for (Node.Files each : files) {
      String what = each.prefix() + "-: " + count(buckets, "part", "parts") + " and a marker";
      if (plan.namedByWindow(each)) {
        windows.put(each.prefix(), new Share(0, buckets + 1, List.of(what)));
      } else {
        objects += buckets + 1;
        ofBatch.add(what);
      }
    }
    return new Writes(
        new Share(1, 0, List.of("an entry of the shard's lane")),
        new Share(entries, objects, ofBatch),
        windows);
  }

  private static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  private static List<Node.Files> files(Plan plan) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node.Files> files = new ArrayList<>();
    plan.sources().forEach(each -> collect(plan, each, seen, files));
    return files;
  }

  private static void collect(Plan plan, Node node, Set<Node> seen, List<Node.Files> files) {
    if (seen.add(node)) {
      if (node instanceof Node.Files sink) {
        files.add(sink);
      }
      plan.consumers(node).forEach(each -> collect(plan, each, seen, files));
    }
  }
}
