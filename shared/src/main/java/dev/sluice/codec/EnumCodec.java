package dev.sluice.codec;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes the name of a constant, so that constants may be added and moved, but not renamed. */
final class EnumCodec<E extends Enum<E>> extends Structured<E> {
  private final Class<E> type;
  private final byte[][] names;
  private final Map<String, E> constants;

  EnumCodec(Class<E> type) {
    super("enum");
    this.type = type;
    E[] all = type.getEnumConstants();
    this.names = new byte[all.length][];
    this.constants = new HashMap<>();
    for (E constant : all) {
      names[constant.ordinal()] = constant.name().getBytes(StandardCharsets.UTF_8);
      constants.put(constant.name(), constant);
    }
  }

  @Override
  public void write(E value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    out.writeBytes(names[value.ordinal()]);
  }

  @Override
  public E read(ByteInput in) {
    String name = in.readString();
    E constant = constants.get(name);
    if (constant == null) {
      throw new CodecException(
          "the enum "
              + type.getSimpleName()
              + " has no constant '"
              + name
              + "'; it has "
              + String.join(", ", constants.keySet().stream().sorted().toList()));
    }
    return constant;
  }
}
