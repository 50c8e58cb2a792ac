package dev.sluice.api.batch;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.Element;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.function.Consumer;

/** Cuts values into partitions, by their key groups: {@code partition = group * n / 1024}. */
public final class Partitions {
  /** As many as there are key groups: more would stay empty. */
  public static final int MAX = 1024;

  /** Numbers of partitions; a shuffle whose keys have this codec has partitions behind it. */
  public static final Codec<Integer> CODEC =
      new Codec<>() {
        @Override
        public void write(Integer partition, ByteOutput out) {
          out.writeUnsigned(partition);
        }

        @Override
        public Integer read(ByteInput in) {
          return in.readCount();
        }
      };

  private Partitions() {}

  /** Makes a pair of each value's partition, one of so many, and the value. */
  public record Cutting(int count) implements Node.Step {
    @Override
    public void apply(Object value, Element element, Consumer<Object> out) {
      out.accept(Pair.of(element.keyGroup() * count / MAX, value));
    }

    @Override
    public String parameters() {
      return " " + count + " partitions";
    }
  }

  /** The same for values that come out of partitions: they stay in theirs. */
  public static Node.Step keep() {
    return (value, element, out) -> out.accept(Pair.of(CODEC.decode(element.key()), value));
  }

  /** Whether the values of a node come out of partitions, on every way that leads to it. */
  public static boolean isCut(Node node) {
    if (node instanceof Node.Aggregate aggregate) {
      return isCodec(aggregate.keys());
    } else if (node instanceof Node.Keyed keyed) {
      return isCodec(keyed.keys());
    }
    List<Node> inputs = node.inputs();
    return !inputs.isEmpty() && inputs.stream().allMatch(Partitions::isCut);
  }

  private static boolean isCodec(Object codec) {
    return codec == CODEC;
  }
}
