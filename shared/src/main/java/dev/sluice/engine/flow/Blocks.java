package dev.sluice.engine.flow;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.BodyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written one by one for an operator: a block for each interval and key group. */
final class Blocks {
  private record Place(long k, int group) {}

  private final Map<Place, ByteOutput> blocks = new LinkedHashMap<>();
  private long bytes;

  /**
   * Where to write.
   *
   * @param length about how many bytes are going to be
   */
  ByteOutput at(long k, int group, int length) {
    bytes += length;
    return blocks.computeIfAbsent(new Place(k, group), place -> new ByteOutput());
  }

  /** About how many bytes were written. */
  long bytes() {
    return bytes;
  }

  /** Writes all of it and forgets it. */
  void flush(BodyBuilder body, String operator) {
    blocks.forEach((place, out) -> body.block(place.group, place.k, operator).writeRaw(out));
    blocks.clear();
    bytes = 0;
  }
}
