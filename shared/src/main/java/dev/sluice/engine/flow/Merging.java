package dev.sluice.engine.flow;

import dev.sluice.api.Aggregator;
import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.ProtocolException;
import dev.sluice.plan.Operator;

/**
 * Puts partials together. Many records are in each, and partials may have been changed when user
 * code throws: so none is left out. It is an error that says for which key.
 */
public final class Merging {
  private final Operator.Aggregation operator;
  private final Aggregator<Object, Object, Object> aggregator;

  public Merging(Operator.Aggregation operator) {
    this.operator = operator;
    this.aggregator = operator.node().aggregator();
  }

  /**
   * A partial with one more value; null is a partial of none.
   *
   * @throws ProtocolException SLUICE-E24 where user code throws
   */
  public Object add(byte[] key, Object partial, Object value) {
    try {
      return aggregator.add(partial == null ? aggregator.zero() : partial, value);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw failed("add", key, e);
    }
  }

  /**
   * Both partials in one; null is a partial of no values.
   *
   * @throws ProtocolException SLUICE-E24 where user code throws
   */
  public Object combine(byte[] key, Object left, Object right) {
    try {
      Object sum = aggregator.combine(left == null ? aggregator.zero() : left, right);
      // The right one stays in a pane, and the sum may be changed.
      return sum == right ? aggregator.codec().copy(right) : sum;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw failed("combine", key, e);
    }
  }

  /**
   * Writes a partial.
   *
   * @throws ProtocolException SLUICE-E24 where its codec throws
   */
  public void write(byte[] key, Object partial, ByteOutput out) {
    try {
      aggregator.codec().write(partial, out);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw failed("codec", key, e);
    }
  }

  /**
   * Makes a partial of one value and writes it, to no effect.
   *
   * @throws RuntimeException or anything else that user code throws: the value alone is to blame
   */
  void rehearse(Object value) {
    aggregator.codec().encode(aggregator.add(aggregator.zero(), value));
  }

  private ProtocolException failed(String function, byte[] key, Throwable reason) {
    return new ProtocolException(
        "SLUICE-E24",
        "operator '"
            + operator.id()
            + "' cannot put together the values of key '"
            + keyText(key)
            + "': its "
            + function
            + " threw "
            + Texts.shown(reason)
            + "; the bucket waits for a function that does not, and nothing is lost",
        reason);
  }

  private String keyText(byte[] key) {
    try {
      return Texts.shown(operator.node().keys().decode(key));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return Texts.of(key); // the reason that counts is the other one
    }
  }
}
