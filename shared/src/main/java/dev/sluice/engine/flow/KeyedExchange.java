package dev.sluice.engine.flow;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.Node;
import dev.sluice.engine.entry.BodyBuilder;

/** Input of a keyed operator from one of its ports: pairs in the order of arrival. */
final class KeyedExchange implements Exchange {
  private record Prepared(int group, byte[] key, byte[] value) {}

  private final String id;
  private final Node.Port port;
  private final Blocks blocks;

  private KeyedExchange(String id, Node.Port port, Blocks blocks) {
    this.id = id;
    this.port = port;
    this.blocks = blocks;
  }

  KeyedExchange(String id, Node.Port port) {
    this(id, port, new Blocks());
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
        .at(k, row.group, row.key.length + row.value.length)
        .writeUnsigned(port.index())
        .writeBoolean(far)
        .writeBytes(row.key)
        .writeSigned(timeMillis)
        .writeRaw(row.value);
  }

  @Override
  public long bytes() {
    return blocks.bytes();
  }

  @Override
  public void flush(BodyBuilder body) {
    blocks.flush(body, id);
  }
}
