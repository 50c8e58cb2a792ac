package dev.sluice.api.batch;

import dev.sluice.api.Aggregator;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/**
 * A partial and how many values it is of.
 *
 * @param count how many
 * @param partial of another aggregator
 */
public record Counted<P>(long count, P partial) {

  /** How many values a partial is of that an aggregator made by {@link #by} gave. */
  public static long of(Object partial) {
    return partial == null ? 0 : ((Counted<?>) partial).count;
  }

  /** Aggregates as another aggregator does, and counts. */
  public static <V, P, R> Aggregator<V, Counted<P>, R> by(Aggregator<V, P, R> aggregator) {
    return new Counter<>(aggregator);
  }

  private record Counter<V, P, R>(Aggregator<V, P, R> inner)
      implements Aggregator<V, Counted<P>, R> {
    @Override
    public Counted<P> zero() {
      return new Counted<>(0, inner.zero());
    }

    @Override
    public Counted<P> add(Counted<P> partial, V value) {
      return new Counted<>(partial.count + 1, inner.add(partial.partial, value));
    }

    @Override
    public Counted<P> combine(Counted<P> left, Counted<P> right) {
      P sum = inner.combine(left.partial, right.partial);
      // The right one stays in a pane, and the sum may be changed: nobody else sees which it is.
      P own = sum == right.partial ? inner.codec().copy(sum) : sum;
      return new Counted<>(left.count + right.count, own);
    }

    @Override
    public R lower(Counted<P> partial) {
      return inner.lower(partial.partial);
    }

    @Override
    public Codec<Counted<P>> codec() {
      Codec<P> partials = inner.codec();
      return partials == null ? null : new CountedCodec<>(partials);
    }
  }

  private record CountedCodec<P>(Codec<P> partials) implements Codec<Counted<P>> {
    @Override
    public String shape() {
      return "counted<" + partials.shape() + ">";
    }

    @Override
    public void write(Counted<P> value, ByteOutput out) {
      out.writeUnsigned(value.count);
      partials.write(value.partial, out);
    }

    @Override
    public Counted<P> read(ByteInput in) {
      long count = in.readUnsigned();
      return new Counted<>(count, partials.read(in));
    }
  }
}
