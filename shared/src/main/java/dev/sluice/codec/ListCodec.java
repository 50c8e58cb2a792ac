package dev.sluice.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The number of elements, then each. */
final class ListCodec<E> extends Structured<List<E>> {
  private final Structured<E> element;

  ListCodec(Structured<E> element) {
    super("list", element);
    this.element = element;
  }

  @Override
  public void write(List<E> value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    out.writeUnsigned(value.size());
    int start = out.size();
    for (E each : value) {
      element.write(each, out);
    }
    Counts.requireBytes(value.size(), out.size() - start, shape());
  }

  @Override
  public List<E> read(ByteInput in) {
    int count = Counts.read(in);
    List<E> value = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      value.add(element.read(in));
    }
    return Collections.unmodifiableList(value);
  }
}
