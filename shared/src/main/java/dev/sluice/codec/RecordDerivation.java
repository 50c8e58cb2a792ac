package dev.sluice.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the codecs of a record's components, once, and reports all that it can't find together. */
final class RecordDerivation {
  /** Records within records beyond this are taken for a type that has no end. */
  private static final int MAX_DEPTH = 32;

  private final Map<Class<?>, Structured<?>> given = new HashMap<>();
  private final Map<Class<?>, Structured<?>> known = new HashMap<>();
  private final Deque<Type> nesting = new ArrayDeque<>();
  private final List<String> faults = new ArrayList<>();

  RecordDerivation(Map<Class<?>, ? extends Codec<?>> explicit) {
    explicit.forEach((type, codec) -> given.put(type, Structured.within(codec)));
    knows(Scalars.bool(), boolean.class, Boolean.class);
    knows(Scalars.int8(), byte.class, Byte.class);
    knows(Scalars.int16(), short.class, Short.class);
    knows(Scalars.char16(), char.class, Character.class);
    knows(Scalars.int32(), int.class, Integer.class);
    knows(Scalars.int64(), long.class, Long.class);
    knows(Scalars.float32(), float.class, Float.class);
    knows(Scalars.float64(), double.class, Double.class);
    knows(Scalars.string(), String.class);
    knows(Scalars.bytes(), byte[].class);
    knows(Scalars.bigDecimal(), BigDecimal.class);
    knows(Times.instant(), Instant.class);
    knows(Times.localDate(), LocalDate.class);
    knows(Times.duration(), Duration.class);
  }

  private void knows(Structured<?> codec, Class<?>... types) {
    for (Class<?> type : types) {
      known.put(type, codec);
    }
  }

  /**
   * The codec of a record.
   *
   * @throws IllegalArgumentException if components have no codec, naming all of them
   */
  <R extends Record> Structured<R> derive(Class<R> type) {
    RecordCodec<R> codec = record(type, type, Map.of());
    if (codec == null) {
      throw new IllegalArgumentException(
          String.join("\n", faults)
              + "\nUse primitives and their boxes, String, byte[], Instant, LocalDate, Duration,"
              + " BigDecimal, enums, records, List, Set, Map and Optional of these, or give codecs:"
              + " Codecs.record("
              + type.getSimpleName()
              + ".class, Map.of(Type.class, codec)).");
    }
    return codec;
  }

  /** Null if faults were found. */
  private <R> RecordCodec<R> record(
      Class<R> type, Type generic, Map<TypeVariable<?>, Type> bindings) {
    Accessors accessors = new Accessors(type);
    List<Component> components = new ArrayList<>();
    nesting.push(generic);
    for (RecordComponent component : type.getRecordComponents()) {
      Structured<?> codec = find(component.getGenericType(), bindings, component);
      if (codec != null) {
        components.add(bind(accessors, component, codec));
      }
    }
    nesting.pop();
    return components.size() == type.getRecordComponents().length
        ? new RecordCodec<>(type, components, accessors.constructor())
        : null;
  }

  @SuppressWarnings("unchecked")
  private Component bind(Accessors accessors, RecordComponent component, Structured<?> found) {
    Structured<Object> codec = (Structured<Object>) found;
    String name = component.getName();
    Class<?> type = component.getType();
    if (!type.isPrimitive()) {
      return new Component(name, codec, null, accessors.reference(component));
    }
    return new Component(
        name,
        codec,
        given.containsKey(type)
            ? accessors.boxed(component, codec)
            : accessors.primitive(component, codec),
        null);
  }

  private Structured<?> find(
      Type type, Map<TypeVariable<?>, Type> bindings, RecordComponent component) {
    if (type instanceof Class<?> plain) {
      return plain(plain, component);
    } else if (type instanceof ParameterizedType generic) {
      return generic(generic, bindings, component);
    } else if (type instanceof TypeVariable<?> variable && bindings.containsKey(variable)) {
      return find(bindings.get(variable), Map.of(), component);
    }
    return fault(component, "of type " + type.getTypeName() + " has no codec");
  }

  private Structured<?> plain(Class<?> type, RecordComponent component) {
    Structured<?> codec = given.getOrDefault(type, known.get(type));
    if (codec != null) {
      return codec;
    } else if (type.isEnum()) {
      return enumeration(type);
    } else if (type.isRecord()) {
      return nested(type, type, Map.of(), component);
    }
    return fault(component, "of type " + type.getTypeName() + " has no codec");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Structured<?> enumeration(Class<?> type) {
    return new EnumCodec(type);
  }

  private Structured<?> nested(
      Class<?> type, Type generic, Map<TypeVariable<?>, Type> bindings, RecordComponent component) {
    if (nesting.contains(generic) || nesting.size() == MAX_DEPTH) {
      return fault(component, "holds its own record " + type.getName() + ", which has no end");
    }
    return record(type, generic, bindings);
  }

  private Structured<?> generic(
      ParameterizedType type, Map<TypeVariable<?>, Type> bindings, RecordComponent component) {
    Class<?> raw = (Class<?>) type.getRawType();
    if (given.containsKey(raw)) {
      return given.get(raw);
    }
    List<Type> arguments = new ArrayList<>();
    for (Type argument : type.getActualTypeArguments()) {
      arguments.add(argument instanceof TypeVariable<?> v ? bindings.getOrDefault(v, v) : argument);
    }
    if (raw.isRecord()) {
      Map<TypeVariable<?>, Type> inner = new HashMap<>();
      for (int i = 0; i < arguments.size(); i++) {
        inner.put(raw.getTypeParameters()[i], arguments.get(i));
      }
      return nested(raw, type, inner, component);
    }
    return collection(raw, type, bindings, component);
  }

  private Structured<?> collection(
      Class<?> raw,
      ParameterizedType type,
      Map<TypeVariable<?>, Type> bindings,
      RecordComponent component) {
    Type[] arguments = type.getActualTypeArguments();
    if (raw != List.class && raw != Set.class && raw != Map.class && raw != Optional.class) {
      return fault(component, "of type " + type.getTypeName() + " has no codec");
    }
    Structured<?> first = find(arguments[0], bindings, component);
    if (raw == Map.class) {
      Structured<?> second = find(arguments[1], bindings, component);
      return first == null || second == null ? null : new MapCodec<>(first, second);
    } else if (first == null) {
      return null;
    } else if (raw == List.class) {
      return new ListCodec<>(first);
    }
    return raw == Set.class ? new SetCodec<>(first) : OptionCodec.optional(first);
  }

  private Structured<?> fault(RecordComponent component, String reason) {
    faults.add(
        "record "
            + component.getDeclaringRecord().getName()
            + ": component "
            + component.getName()
            + " "
            + reason);
    return null;
  }
}
