package dev.sluice.api.batch;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;

/** Lists that grow on: those read from bytes too. */
final class Lists {
  private Lists() {}

  static <E> Codec<List<E>> codec(Codec<E> element) {
    Codec<List<E>> lists = Codecs.list(element);
    return new Codec<>() {
      @Override
      public String shape() {
        return "lists<" + element.shape() + ">";
      }

      @Override
      public void write(List<E> value, ByteOutput out) {
        lists.write(value, out);
      }

      @Override
      public List<E> read(ByteInput in) {
        return new ArrayList<>(lists.read(in));
      }
    };
  }
}
