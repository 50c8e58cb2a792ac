package dev.sluice.engine.step;

import dev.sluice.api.Aggregator;
import dev.sluice.engine.ProtocolException;
import dev.sluice.plan.Operator;
import java.util.function.Supplier;

/**
 * Puts partials together. Many records are in each, and partials may have been changed when user
 * code throws: so none is left out. The bucket stops with an error that says for which key.
 */
final class Merging {
  private final Operator.Aggregation operator;
  private final Aggregator<Object, Object, Object> aggregator;

  Merging(Operator.Aggregation operator) {
    this.operator = operator;
    this.aggregator = operator.node().aggregator();
  }

  /** A partial with one more value; null is a partial of none. */
  Object add(Key key, Object partial, Object value) {
    return named(
        "add", key, () -> aggregator.add(partial == null ? aggregator.zero() : partial, value));
  }

  /** Both partials in one; null is a partial of no values. */
  Object combine(Key key, Object left, Object right) {
    Object sum =
        named(
            "combine",
            key,
            () -> aggregator.combine(left == null ? aggregator.zero() : left, right));
    // The right one stays in a pane, and the sum may be changed.
    return sum == right ? aggregator.codec().copy(right) : sum;
  }

  private Object named(String function, Key key, Supplier<Object> call) {
    try {
      return call.get();
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      throw new ProtocolException(
          "SLUICE-E24",
          "operator '"
              + operator.id()
              + "' cannot put together the values of key '"
              + operator.node().keys().decode(key.bytes)
              + "': its "
              + function
              + " threw "
              + e
              + "; the bucket waits for a function that does not, and nothing is lost",
          e);
    }
  }
}
