package dev.sluice.memory;

import dev.sluice.ports.Metrics;
import dev.sluice.ports.Names;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.Utf8Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Objects in memory. Thread-safe. Counts the requests that S3 would charge for. */
public final class MemoryObjects implements ObjectStore {

  /** Names that S3 gives in one answer to a listing. */
  private static final int PAGE_NAMES = 1000;

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  /** For listings: all names of objects, and perhaps some of which the object comes just now. */
  private final NavigableSet<String> names = new ConcurrentSkipListSet<>(Utf8Order.INSTANCE);

  private final Metrics metrics;

  /**
   * An empty store.
   *
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public MemoryObjects(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    boolean there = find(name).isPresent();
    ObjectStore.checkSize(name, content.length);
    metrics.count(StoreMetrics.OBJECTS_PUTS, 1);
    if (there) {
      return Put.EXISTS;
    }
    names.add(name); // first: whoever finds the object finds it in listings, too
    if (objects.putIfAbsent(name, content.clone()) != null) {
      return Put.EXISTS;
    }
    metrics.count(StoreMetrics.OBJECTS_BYTES_WRITTEN, content.length);
    return Put.CREATED;
  }

  @Override
  public Optional<byte[]> get(String name) {
    Optional<byte[]> found = find(name);
    metrics.count(StoreMetrics.OBJECTS_GETS, 1);
    return found.map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    Optional<byte[]> found = find(name);
    ObjectStore.checkRange(offset, length);
    metrics.count(StoreMetrics.OBJECTS_GETS, 1);
    return found.map(
        content -> {
          int from = (int) Math.min(offset, content.length);
          return Arrays.copyOfRange(content, from, from + Math.min(length, content.length - from));
        });
  }

  /** The name of an object that is there was checked when that was put. */
  private Optional<byte[]> find(String name) {
    byte[] content = objects.get(name);
    if (content == null) {
      Names.checkObject(name);
    }
    return Optional.ofNullable(content);
  }

  @Override
  public List<String> list(String prefix) {
    Names.checkObjectPrefix(prefix);
    List<String> found = new ArrayList<>();
    for (String name : names.tailSet(prefix)) {
      if (!name.startsWith(prefix)) {
        break;
      }
      if (objects.containsKey(name)) {
        found.add(name);
      }
    }
    metrics.count(
        StoreMetrics.OBJECTS_LISTS, Math.max(1, (found.size() + PAGE_NAMES - 1) / PAGE_NAMES));
    return found;
  }
}
