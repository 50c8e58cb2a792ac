package dev.sluice.codec;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The components of a record in their order. In front of them one bit for each that is a reference,
 * lowest first, 8 to a byte: set if it is null and so left out.
 */
final class RecordCodec<R> extends Structured<R> {
  private final Class<R> type;
  private final Component[] components;
  private final int references;

  /** Takes all components in an array. */
  private final MethodHandle constructor;

  RecordCodec(Class<R> type, List<Component> components, MethodHandle constructor) {
    super(
        joined(components, Structured::shape), joined(components, Structured::checkedShape), true);
    this.type = type;
    this.components = components.toArray(Component[]::new);
    this.references = (int) components.stream().filter(Component::isReference).count();
    this.constructor = constructor;
  }

  private static String joined(List<Component> components, Function<Structured<?>, String> shape) {
    return components.stream()
        .map(each -> each.shape(shape))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void write(R value, ByteOutput out) {
    if (value == null) {
      throw isNull();
    }
    Object[] values = references == 0 ? null : takeReferences(value, out);
    for (int i = 0; i < components.length; i++) {
      Component component = components[i];
      if (!component.isReference()) {
        component.primitive().write(value, out);
      } else if (values[i] != null) {
        component.codec().write(values[i], out);
      }
    }
    if (components.length == 0) {
      // No value is without bytes, so that counts of values can be checked against bytes.
      out.writeByte(0);
    }
  }

  /** Calls each accessor once, and writes which of them gave null. */
  private Object[] takeReferences(R value, ByteOutput out) {
    Object[] values = new Object[components.length];
    int bit = 0;
    int nulls = 0;
    for (int i = 0; i < components.length; i++) {
      if (components[i].isReference()) {
        values[i] = components[i].reference().apply(value);
        nulls |= values[i] == null ? 1 << bit : 0;
        if (++bit == 8) {
          out.writeByte(nulls);
          bit = 0;
          nulls = 0;
        }
      }
    }
    if (bit > 0) {
      out.writeByte(nulls);
    }
    return values;
  }

  @Override
  public R read(ByteInput in) {
    byte[] nulls = in.readRaw(components.length == 0 ? 1 : (references + 7) / 8);
    Object[] values = new Object[components.length];
    int reference = 0;
    for (int i = 0; i < components.length; i++) {
      Component component = components[i];
      if (component.isReference() && isNull(nulls, reference++)) {
        continue;
      }
      try {
        values[i] = component.codec().read(in);
      } catch (CodecException e) {
        throw new CodecException(
            "component " + component.name() + " of " + type.getSimpleName() + ": " + e.getMessage(),
            e);
      }
    }
    if (nulls.length > 0 && (nulls[nulls.length - 1] & 0xFF) >>> bitsOfLastByte() != 0) {
      throw new CodecException("more components of " + type.getSimpleName() + " are null than are");
    }
    return construct(values);
  }

  private static boolean isNull(byte[] nulls, int reference) {
    return (nulls[reference / 8] >>> reference % 8 & 1) != 0;
  }

  private int bitsOfLastByte() {
    return references == 0 ? 0 : (references - 1) % 8 + 1;
  }

  private R construct(Object[] values) {
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CodecException(
          "the constructor of " + type.getSimpleName() + " refuses what was read: " + e, e);
    }
  }
}
