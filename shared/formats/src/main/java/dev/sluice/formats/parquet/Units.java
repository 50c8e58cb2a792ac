package dev.sluice.formats.parquet;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Finds units of time that the library would write as bare numbers, without a word. */
final class Units {
  private final Set<Schema> seen = new HashSet<>();

  private Units() {}

  /**
   * Checks a schema.
   *
   * @throws IllegalArgumentException if it has such a unit
   */
  static void check(Schema schema) {
    new Units().visit(schema);
  }

  private void visit(Schema schema) {
    if (!seen.add(schema)) {
      return;
    }
    LogicalType logical = schema.getLogicalType();
    if (logical != null && logical.getName().endsWith("timestamp-nanos")) {
      throw new IllegalArgumentException(
          "it has " + logical.getName() + ", which would become a bare number; take micros");
    }
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> visit(field.schema()));
      case UNION -> schema.getTypes().forEach(this::visit);
      case ARRAY -> visit(schema.getElementType());
      case MAP -> visit(schema.getValueType());
      default -> {}
    }
  }
}
