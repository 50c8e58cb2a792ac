package dev.sluice.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Accessors of records that another class loader or module defines. Code cannot be spun into those
 * from here ({@link java.lang.invoke.LambdaMetafactory} wants a lookup of the same module), so the
 * handles are called as they are.
 */
final class ForeignAccessors {
  private ForeignAccessors() {}

  /** An implementation of one of the five interfaces that {@link Accessors} binds. */
  static Object of(MethodHandle accessor, Class<?> function) {
    if (function == ToIntFunction.class) {
      MethodHandle get = typed(accessor, int.class);
      return (ToIntFunction<Object>)
          record -> {
            try {
              return (int) get.invokeExact(record);
            } catch (Throwable e) {
              throw unchecked(e);
            }
          };
    } else if (function == ToLongFunction.class) {
      MethodHandle get = typed(accessor, long.class);
      return (ToLongFunction<Object>)
          record -> {
            try {
              return (long) get.invokeExact(record);
            } catch (Throwable e) {
              throw unchecked(e);
            }
          };
    } else if (function == ToDoubleFunction.class) {
      MethodHandle get = typed(accessor, double.class);
      return (ToDoubleFunction<Object>)
          record -> {
            try {
              return (double) get.invokeExact(record);
            } catch (Throwable e) {
              throw unchecked(e);
            }
          };
    } else if (function == Predicate.class) {
      MethodHandle get = typed(accessor, boolean.class);
      return (Predicate<Object>)
          record -> {
            try {
              return (boolean) get.invokeExact(record);
            } catch (Throwable e) {
              throw unchecked(e);
            }
          };
    }
    MethodHandle get = typed(accessor, Object.class);
    return (Function<Object, Object>)
        record -> {
          try {
            return (Object) get.invokeExact(record);
          } catch (Throwable e) {
            throw unchecked(e);
          }
        };
  }

  private static MethodHandle typed(MethodHandle accessor, Class<?> result) {
    return accessor.asType(MethodType.methodType(result, Object.class));
  }

  /** Accessors declare no exceptions, so none is a checked one. */
  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return (RuntimeException) e;
  }
}
