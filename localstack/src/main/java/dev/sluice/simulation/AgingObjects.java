package dev.sluice.simulation;

import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A store in which a broom removes what is old, as rules of a bucket do. */
final class AgingObjects implements ObjectStore {
  private final Clock clock;
  private final Metrics metrics;
  private final MemoryObjects swept;
  private final Map<String, Long> putMillis = new HashMap<>();
  private MemoryObjects objects;

  AgingObjects(Clock clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    this.objects = new MemoryObjects(metrics);
    this.swept = new MemoryObjects(metrics);
  }

  /** Removes what was put before a time, of some names. */
  void sweep(Predicate<String> which, long beforeMillis) {
    MemoryObjects left = new MemoryObjects(metrics);
    for (String name : objects.list("")) {
      boolean goes = which.test(name) && putMillis.get(name) < beforeMillis;
      (goes ? swept : left).putIfAbsent(name, objects.get(name).orElseThrow());
    }
    objects = left;
  }

  /** When an object was put that was there once. */
  Instant putTime(String name) {
    return Instant.ofEpochMilli(putMillis.get(name));
  }

  /** All that there ever was, for who only reads. */
  ObjectStore withSwept() {
    return new ObjectStore() {
      @Override
      public Put putIfAbsent(String name, byte[] content) {
        throw new UnsupportedOperationException("nothing is put there: " + name);
      }

      @Override
      public Optional<byte[]> get(String name) {
        return objects.get(name).or(() -> swept.get(name));
      }

      @Override
      public Optional<byte[]> getRange(String name, long offset, int length) {
        return objects
            .getRange(name, offset, length)
            .or(() -> swept.getRange(name, offset, length));
      }

      @Override
      public List<String> list(String prefix) {
        throw new UnsupportedOperationException("nobody lists " + prefix);
      }
    };
  }

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    Put put = objects.putIfAbsent(name, content);
    if (put == Put.CREATED) {
      putMillis.put(name, clock.nowMillis());
    }
    return put;
  }

  @Override
  public Optional<byte[]> get(String name) {
    return objects.get(name);
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    return objects.getRange(name, offset, length);
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix);
  }
}
