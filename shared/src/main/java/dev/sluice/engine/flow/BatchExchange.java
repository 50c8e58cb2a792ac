package dev.sluice.engine.flow;

import dev.sluice.api.Pair;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.plan.Operator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Input of an aggregation by batch: one partial for each (interval, key). */
final class BatchExchange implements Exchange {
  private record Place(byte[] key, int group) {}

  /** About so many bytes a partial has. */
  private static final int PARTIAL_BYTES = 32;

  private final String id;
  private final Merging merging;
  private final KeySlots<Place> places;
  private final Map<Long, Map<Place, Object>> partials = new LinkedHashMap<>();
  private long bytes;

  BatchExchange(Operator.Aggregation operator) {
    this.id = operator.id();
    this.merging = new Merging(operator);
    this.places =
        new KeySlots<>(operator.node().keys(), bytes -> new Place(bytes, KeyGroups.of(bytes)));
  }

  @Override
  public Object prepare(Object value, Context context) {
    return places.of(((Pair<?, ?>) value).key());
  }

  @Override
  public void rehearse(Object value, long k, long timeMillis, boolean far) {
    merging.rehearse(((Pair<?, ?>) value).value());
  }

  @Override
  public void take(Object place, Object value, long k, long timeMillis, boolean far) {
    byte[] key = ((Place) place).key;
    Map<Place, Object> ofInterval = partials.computeIfAbsent(k, each -> new LinkedHashMap<>());
    Object sum = merging.add(key, ofInterval.get(place), ((Pair<?, ?>) value).value());
    if (ofInterval.put((Place) place, sum) == null) {
      bytes += key.length + PARTIAL_BYTES;
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void flush(BodyBuilder body) {
    partials.forEach(
        (k, ofInterval) ->
            ofInterval.forEach(
                (place, partial) -> {
                  ByteOutput out = body.block(place.group, k, id).writeBytes(place.key);
                  merging.write(place.key, partial, out);
                }));
    places.clear();
    partials.clear();
    bytes = 0;
  }
}
