package dev.sluice.local.mapping;

import dev.sluice.ports.Source.Shard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which shards there are and which may be read: a shard starts when all of its parents are
 * processed to their end. Not safe for several threads.
 */
final class ShardTree {

  private enum State {
    WAITING,
    STARTED,
    FINISHED
  }

  private static final class Node {
    private final Shard shard;
    private State state = State.WAITING;

    /** Whether a listing showed this shard: then a parent that is not listed has expired. */
    private boolean listed;

    private Node(Shard shard) {
      this.shard = shard;
    }
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private boolean complete;

  /** Takes in a complete listing of the stream. */
  void listed(Collection<Shard> shards) {
    complete = true;
    for (Shard shard : shards) {
      nodes.computeIfAbsent(shard.id(), id -> new Node(shard)).listed = true;
    }
  }

  /** Takes in the shards that follow one that has ended. */
  void children(Collection<Shard> shards) {
    for (Shard shard : shards) {
      nodes.computeIfAbsent(shard.id(), id -> new Node(shard));
    }
  }

  /** Shards whose turn it is; each is given once. */
  List<String> start() {
    List<String> started = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (node.state == State.WAITING && mayStart(node)) {
        node.state = State.STARTED;
        started.add(node.shard.id());
      }
    }
    return started;
  }

  /** Takes in that a shard is processed to its end. */
  void finished(String shardId) {
    nodes.get(shardId).state = State.FINISHED;
  }

  /** Whether the stream was listed and no shard waits for its parents. */
  boolean isAllStarted() {
    return complete && nodes.values().stream().noneMatch(n -> n.state == State.WAITING);
  }

  /** Whether each shard that has started is one of these, or was processed to its end. */
  boolean isAllAtWork(Set<String> read) {
    return nodes.values().stream()
        .allMatch(node -> node.state != State.STARTED || read.contains(node.shard.id()));
  }

  /** Shards known so far, by id. */
  List<String> ids() {
    return List.copyOf(nodes.keySet());
  }

  private boolean mayStart(Node node) {
    for (String parentId : node.shard.parents()) {
      Node parent = nodes.get(parentId);
      boolean done = parent == null ? node.listed : parent.state == State.FINISHED;
      if (!done) {
        return false;
      }
    }
    return true;
  }
}
