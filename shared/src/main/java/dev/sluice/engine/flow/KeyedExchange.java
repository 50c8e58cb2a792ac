package dev.sluice.engine.flow;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Input of a keyed operator from one of its ports: pairs in the order of arrival. */
final class KeyedExchange implements Exchange {
  private record Prepared(int group, byte[] key, byte[] value) {}

  private record Place(long k, int group) {}

  private final String id;
  private final Node.Port port;
  private final Map<Place, ByteOutput> blocks;

  private KeyedExchange(String id, Node.Port port, Map<Place, ByteOutput> blocks) {
    this.id = id;
    this.port = port;
    this.blocks = blocks;
  }

  KeyedExchange(String id, Node.Port port) {
    this(id, port, new LinkedHashMap<>());
  }

  /** The input from another port of the same operator: both stand in one order. */
  KeyedExchange at(Node.Port other) {
    return new KeyedExchange(id, other, blocks);
  }

  @Override
  public Object prepare(Object value, Context context) {
    Pair<?, ?> pair = (Pair<?, ?>) value;
    byte[] key = port.keys().encode(pair.key());
    return new Prepared(KeyGroups.of(key), key, port.values().encode(pair.value()));
  }

  @Override
  public void take(Object place, Object value, long k, long timeMillis, boolean far) {
    Prepared row = (Prepared) place;
    blocks
        .computeIfAbsent(new Place(k, row.group), key -> new ByteOutput())
        .writeUnsigned(port.index())
        .writeBoolean(far)
        .writeBytes(row.key)
        .writeSigned(timeMillis)
        .writeRaw(row.value);
  }

  @Override
  public void flush(BodyBuilder body) {
    blocks.forEach((place, out) -> body.block(place.group, place.k, id).writeRaw(out));
    blocks.clear();
  }
}
