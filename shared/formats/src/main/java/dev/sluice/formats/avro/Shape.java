package dev.sluice.formats.avro;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * What of a schema decides how bytes are read: Avro's canonical form, which leaves out comments,
 * defaults and aliases, and the units and scales, which it leaves out too.
 */
final class Shape {
  private Shape() {}

  /** The same for two schemas whose bytes can stand for each other. */
  static String of(Schema schema) {
    StringBuilder shape = new StringBuilder(SchemaNormalization.toParsingForm(schema));
    quantities(schema, shape, Collections.newSetFromMap(new IdentityHashMap<>()));
    return shape.toString();
  }

  private static void quantities(Schema schema, StringBuilder shape, Set<Schema> seen) {
    if (!seen.add(schema)) {
      return;
    }
    LogicalType logical = schema.getLogicalType();
    shape.append(';').append(logical == null ? "" : logical.getName());
    for (String property : new String[] {"precision", "scale"}) {
      Object value = logical == null ? null : schema.getObjectProp(property);
      shape.append(value == null ? "" : " " + property + " " + value);
    }
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> quantities(field.schema(), shape, seen));
      case UNION -> schema.getTypes().forEach(branch -> quantities(branch, shape, seen));
      case ARRAY -> quantities(schema.getElementType(), shape, seen);
      case MAP -> quantities(schema.getValueType(), shape, seen);
      default -> {}
    }
  }
}
