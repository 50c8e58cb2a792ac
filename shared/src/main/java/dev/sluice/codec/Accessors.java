package dev.sluice.codec;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Binds the accessors and the constructor of a record once, as if code for it had been written. */
final class Accessors {
  private final Class<?> type;
  private final MethodHandles.Lookup lookup;

  Accessors(Class<?> type) {
    this.type = type;
    try {
      this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "record "
              + type.getName()
              + " can't be accessed; open its package to the module of "
              + Accessors.class.getPackageName(),
          e);
    }
  }

  /** The canonical constructor, taking all components in an array. */
  MethodHandle constructor() {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return lookup
          .findConstructor(type, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "the constructor of record " + type.getName() + " can't be accessed", e);
    }
  }

  /** Takes the component out of a record; boxes it if it is a primitive. */
  @SuppressWarnings("unchecked")
  Function<Object, Object> reference(RecordComponent component) {
    return bind(component, Function.class, "apply", Object.class);
  }

  /** Boxes a primitive component for its codec. */
  Component.PrimitiveWriter boxed(RecordComponent component, Structured<Object> codec) {
    Function<Object, Object> get = reference(component);
    return (record, out) -> codec.write(get.apply(record), out);
  }

  /** Writes a primitive component as the codec known for it does, the common ones unboxed. */
  @SuppressWarnings("unchecked")
  Component.PrimitiveWriter primitive(RecordComponent component, Structured<Object> codec) {
    Class<?> primitive = component.getType();
    if (primitive == int.class) {
      ToIntFunction<Object> get = bind(component, ToIntFunction.class, "applyAsInt", primitive);
      return (record, out) -> out.writeSigned(get.applyAsInt(record));
    } else if (primitive == long.class) {
      ToLongFunction<Object> get = bind(component, ToLongFunction.class, "applyAsLong", primitive);
      return (record, out) -> out.writeSigned(get.applyAsLong(record));
    } else if (primitive == double.class) {
      ToDoubleFunction<Object> get =
          bind(component, ToDoubleFunction.class, "applyAsDouble", primitive);
      return (record, out) -> Scalars.writeDouble(out, get.applyAsDouble(record));
    } else if (primitive == boolean.class) {
      Predicate<Object> get = bind(component, Predicate.class, "test", primitive);
      return (record, out) -> out.writeBoolean(get.test(record));
    }
    return boxed(component, codec);
  }

  private <F> F bind(RecordComponent component, Class<F> function, String method, Class<?> result) {
    try {
      MethodHandle accessor = lookup.unreflect(component.getAccessor());
      if (!lookup.hasFullPrivilegeAccess()) {
        return function.cast(ForeignAccessors.of(accessor, function));
      }
      MethodType bound = result == Object.class ? accessor.type().wrap() : accessor.type();
      Object implementation =
          LambdaMetafactory.metafactory(
                  lookup,
                  method,
                  MethodType.methodType(function),
                  MethodType.methodType(result, Object.class),
                  accessor,
                  bound)
              .getTarget()
              .invoke();
      return function.cast(implementation);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException(
          "component " + component.getName() + " of " + type.getName() + " can't be accessed", e);
    }
  }
}
