package dev.sluice.api.batch;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;

/** The number of values, whatever they are. */
public final class Counting<V> implements Aggregator<V, Long, Long> {

  @Override
  public Long zero() {
    return 0L;
  }

  @Override
  public Long add(Long partial, V value) {
    return partial + 1;
  }

  @Override
  public Long combine(Long left, Long right) {
    return left + right;
  }

  @Override
  public Long lower(Long partial) {
    return partial;
  }

  @Override
  public Codec<Long> codec() {
    return Codecs.int64();
  }
}
