package dev.sluice.codec;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Takes records of a type apart and puts them together. Found once, by reflection; used without.
 *
 * @param <R> the type of the records
 */
public final class RecordParts<R> {
  private final Class<R> type;
  private final List<Part> parts;
  private final List<Function<Object, Object>> accessors;
  private final MethodHandle constructor;

  /**
   * A component of a record.
   *
   * @param name its name
   * @param type its type with the arguments, as it was declared
   */
  public record Part(String name, Type type) {}

  private RecordParts(Class<R> type) {
    Accessors access = new Accessors(type);
    this.type = type;
    this.parts =
        Arrays.stream(type.getRecordComponents())
            .map(each -> new Part(each.getName(), each.getGenericType()))
            .toList();
    this.accessors = Arrays.stream(type.getRecordComponents()).map(access::reference).toList();
    this.constructor = access.constructor();
  }

  /**
   * The parts of a record type.
   *
   * @throws IllegalArgumentException if it is no record, or can't be accessed
   */
  public static <R> RecordParts<R> of(Class<R> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          type.getName() + " is no record; give the class of a record");
    }
    return new RecordParts<>(type);
  }

  /** The type of the records. */
  public Class<R> type() {
    return type;
  }

  /** The components in their order. */
  public List<Part> parts() {
    return parts;
  }

  /**
   * One component of a record.
   *
   * @param index which one, from 0
   */
  public Object get(R record, int index) {
    return accessors.get(index).apply(record);
  }

  /**
   * A record of these components.
   *
   * @param values in their order; primitives in their boxes, not null
   * @throws CodecException if the constructor throws, with what it threw as the cause
   */
  public R make(Object[] values) {
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CodecException("the constructor of " + type.getSimpleName() + " refuses: " + e, e);
    }
  }
}
