package dev.sluice.formats.avro;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A place for a value that may have to be there or not: a component, or an element of a collection.
 *
 * @param form of what is there
 * @param kind what stands for nothing in Java
 * @param nullable whether the schema takes null
 */
record Slot(Form form, Kind kind, boolean nullable) {

  /** What stands for nothing in Java. */
  enum Kind {
    /** Nothing does: primitives and elements. */
    PRESENT,
    /** Null. */
    REFERENCE,
    /** An empty Optional, and null in writing. */
    OPTIONAL
  }

  /** What a field that is missing or null stands for. */
  Object read(Object avro) {
    if (avro != null) {
      Object value = form.read().apply(avro);
      return kind == Kind.OPTIONAL ? Optional.of(value) : value;
    } else if (kind == Kind.PRESENT) {
      throw new Misfit("expected " + form.expected() + ", found nothing");
    }
    return kind == Kind.OPTIONAL ? Optional.empty() : null;
  }

  Object write(Object value) {
    Object there = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (there != null) {
      return form.write().apply(there);
    } else if (!nullable) {
      throw new Misfit("nothing, where the schema takes no null");
    }
    return null;
  }

  /** The schema of what is there: the one branch of a union beside null; or null if several. */
  static Schema present(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    var branches =
        schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? branches.get(0) : null;
  }
}
