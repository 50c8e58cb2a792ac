package dev.sluice.engine.flow;

import dev.sluice.engine.entry.BodyBuilder;

/** Input of a sink: rows as bytes, with the key they are sorted by, in the order of arrival. */
final class RowExchange implements Exchange {
  private record Prepared(int group, byte[] key, byte[] row) {}

  private final String id;
  private final RowFormat format;
  private final Blocks blocks = new Blocks();

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
        .at(k, row.group, row.key.length + row.row.length)
        .writeBytes(row.key)
        .writeBytes(row.row);
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
