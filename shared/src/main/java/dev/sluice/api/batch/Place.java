package dev.sluice.api.batch;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a value stands among others without a key of its own: under the key it came with. */
public final class Place implements Comparable<Place> {
  /** The bytes as they are, so that a value stays in its key group. */
  public static final Codec<Place> CODEC =
      new Codec<>() {
        @Override
        public void write(Place place, ByteOutput out) {
          out.writeRaw(place.key);
        }

        @Override
        public Place read(ByteInput in) {
          return new Place(in.readRaw(in.remaining()));
        }
      };

  private final byte[] key;

  /**
   * @param key bytes that do not change any more
   */
  public Place(byte[] key) {
    this.key = key;
  }

  @Override
  public int compareTo(Place other) {
    return Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place place && Arrays.equals(key, place.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  /** The key as text: late outputs show it. */
  @Override
  public String toString() {
    return new String(key, StandardCharsets.UTF_8);
  }
}
