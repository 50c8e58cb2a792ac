package dev.sluice.engine.flow;

import dev.sluice.engine.entry.BodyBuilder;

/** Lets additions of a record take effect: they are counted in the lane's entry. */
final class AccumulatorExchange implements Exchange {
  private final UserCode code;

  AccumulatorExchange(UserCode code) {
    this.code = code;
  }

  @Override
  public Object prepare(Object value, Context context) {
    throw new IllegalStateException("no stream flows into an accumulator");
  }

  @Override
  public void take(Object accumulator, Object delta, long k, long timeMillis, boolean far) {
    code.count((String) accumulator, (Long) delta);
  }

  @Override
  public void flush(BodyBuilder body) {}
}
