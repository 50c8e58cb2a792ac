package dev.sluice.local.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps how far each shard is processed. Lambda does so too, out of sight. A checkpoint that is
 * lost or old costs repeated deliveries, never records. Called from several threads.
 */
public interface Checkpoints {

  /** How far a shard is processed; empty where nothing was saved. */
  Optional<Checkpoint> load(String shardId);

  /** Saves how far a shard is processed. */
  void save(String shardId, Checkpoint checkpoint);

  /** For as long as the process lives. */
  static Checkpoints inMemory() {
    Map<String, Checkpoint> saved = new ConcurrentHashMap<>();
    return new Checkpoints() {
      @Override
      public Optional<Checkpoint> load(String shardId) {
        return Optional.ofNullable(saved.get(shardId));
      }

      @Override
      public void save(String shardId, Checkpoint checkpoint) {
        saved.put(shardId, checkpoint);
      }
    };
  }
}
