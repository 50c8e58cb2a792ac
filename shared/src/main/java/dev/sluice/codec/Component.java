package dev.sluice.codec;

import java.util.function.Function;

/**
 * One component of a record.
 *
 * @param name its name
 * @param codec reads it, and writes it if it is a reference
 * @param primitive takes it out of a record and writes it; null for a reference
 * @param reference takes it out of a record; null for a primitive
 */
record Component(
    String name,
    Structured<Object> codec,
    PrimitiveWriter primitive,
    Function<Object, Object> reference) {

  /** Writes one primitive component of a record. */
  @FunctionalInterface
  interface PrimitiveWriter {
    void write(Object record, ByteOutput out);
  }

  boolean isReference() {
    return reference != null;
  }

  /** Name and type; a question mark where null is allowed, as for Integer but not for int. */
  String shape(Function<Structured<?>, String> type) {
    return name + ":" + type.apply(codec) + (isReference() ? "?" : "");
  }
}
