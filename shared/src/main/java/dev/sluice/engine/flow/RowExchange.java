package dev.sluice.engine.flow;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Input of a sink: rows as bytes, with the key they are sorted by, in the order of arrival. */
final class RowExchange implements Exchange {
  private record Prepared(int group, byte[] key, byte[] row) {}

  private record Place(long k, int group) {}

  private final String id;
  private final RowFormat format;
  private final Map<Place, ByteOutput> blocks = new LinkedHashMap<>();

  RowExchange(String id, RowFormat format) {
    this.id = id;
    this.format = format;
  }

  @Override
  public Object prepare(Object value, Context context) {
    return new Prepared(KeyGroups.of(context.key), context.key, format.encode(value));
  }

  @Override
  public void take(Object place, Object value, long k, long timeMillis, boolean far) {
    Prepared row = (Prepared) place;
    blocks
        .computeIfAbsent(new Place(k, row.group), key -> new ByteOutput())
        .writeBytes(row.key)
        .writeBytes(row.row);
  }

  @Override
  public void flush(BodyBuilder body) {
    blocks.forEach((place, out) -> body.block(place.group, place.k, id).writeRaw(out));
    blocks.clear();
  }
}
