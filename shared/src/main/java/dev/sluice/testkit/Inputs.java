package dev.sluice.testkit;

import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.MemoryStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The streams that an app reads, and what of them was delivered. */
final class Inputs {
  private final Map<String, MemoryStream> streams = new LinkedHashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();

  Inputs(Map<String, Integer> shards) {
    add(shards);
  }

  /** Makes the streams that are not there yet. */
  void add(Map<String, Integer> shards) {
    shards.forEach(
        (name, count) -> {
          if (!streams.containsKey(name)) {
            MemoryStream stream = new MemoryStream(name, count);
            streams.put(name, stream);
            deliveries.add(new Delivery(stream));
          }
        });
  }

  List<MemoryStream> all() {
    return List.copyOf(streams.values());
  }

  String onlyName() {
    if (streams.size() != 1) {
      throw new IllegalStateException(
          "the app reads " + streams.keySet() + ": say to which of them the lines go");
    }
    return streams.keySet().iterator().next();
  }

  MemoryStream named(String name) {
    MemoryStream stream = streams.get(name);
    if (stream == null) {
      throw new IllegalArgumentException(
          "the app does not read the stream '" + name + "'; it reads " + streams.keySet());
    }
    return stream;
  }

  boolean deliver(Transform transform) {
    boolean any = false;
    for (Delivery each : deliveries) {
      any |= each.deliver(transform);
    }
    return any;
  }

  void redeliver(Transform transform, int recordsPerCall) {
    deliveries.forEach(each -> each.redeliver(transform, recordsPerCall));
  }
}
