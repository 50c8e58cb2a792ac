package dev.sluice.codec;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The number of elements, then each, in the order of their bytes; read in that order. */
final class SetCodec<E> extends Structured<Set<E>> {
  private final SortedEntries<E, Void> entries;

  SetCodec(Structured<E> element) {
    super("set", element);
    this.entries = new SortedEntries<>(element, null);
  }

  @Override
  public void write(Set<E> value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    entries.write(value.stream().map(e -> entries.entry(e, null)), out, shape());
  }

  @Override
  public Set<E> read(ByteInput in) {
    Set<E> value = new LinkedHashSet<>();
    entries.read(in, (element, none) -> value.add(element));
    return Collections.unmodifiableSet(value);
  }
}
