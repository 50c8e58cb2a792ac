package dev.sluice.formats.avro;

import dev.sluice.format.FormatException;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.generic.GenericDatumReader;

/** What Avro itself does not check of schemas. */
final class Schemas {
  private static final String CODE = "SLUICE-D18";

  private Schemas() {}

  /**
   * Refuses arrays and maps of nothing: a record of a few bytes could hold a billion of them.
   *
   * @throws FormatException SLUICE-D18
   */
  static void bounded(Schema schema) {
    bounded(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void bounded(Schema schema, Set<Schema> seen) {
    if (!seen.add(schema)) {
      return;
    }
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> bounded(field.schema(), seen));
      case UNION -> schema.getTypes().forEach(branch -> bounded(branch, seen));
      case MAP -> bounded(schema.getValueType(), seen);
      case ARRAY -> {
        if (GenericDatumReader.isZeroByteSchema(schema.getElementType())) {
          throw new FormatException(
              CODE,
              "the schema has an array of "
                  + schema.getElementType()
                  + ", whose elements take no bytes, so that a small record could hold billions of"
                  + " them; count them in a long");
        }
        bounded(schema.getElementType(), seen);
      }
      default -> {}
    }
  }

  /**
   * Refuses a pair of schemas of which one does not read what the other wrote, or would read it as
   * something else: Avro looks at decimals and times by the reader's scale and unit alone.
   *
   * @throws FormatException SLUICE-D18
   */
  static void fit(Schema written, Schema read) {
    SchemaPairCompatibility fit = SchemaCompatibility.checkReaderWriterCompatibility(read, written);
    if (fit.getType() == SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE) {
      throw new FormatException(
          CODE,
          "what "
              + written.getFullName()
              + " wrote cannot be read as "
              + read.getFullName()
              + ": "
              + fit.getResult().getIncompatibilities().stream()
                  .map(each -> each.getLocation() + " " + each.getMessage())
                  .toList());
    }
    sameQuantities(written, read, new HashSet<>());
  }

  private record Two(Schema written, Schema read) {}

  private static void sameQuantities(Schema written, Schema read, Set<Two> seen) {
    if (!seen.add(new Two(written, read))) {
      return;
    } else if (written.isUnion()) {
      written.getTypes().forEach(branch -> sameQuantities(branch, read, seen));
      return;
    } else if (read.isUnion()) {
      read.getTypes().stream()
          .filter(branch -> branch.getType() == written.getType())
          .forEach(branch -> sameQuantities(written, branch, seen));
      return;
    }
    LogicalType from = written.getLogicalType();
    LogicalType to = read.getLogicalType();
    if (from != null && to != null && !from.equals(to)) {
      throw new FormatException(
          CODE,
          written + " would be read as " + read + ", with another value; give them the same unit");
    }
    if (written.getType() != read.getType()) {
      return;
    }
    switch (written.getType()) {
      case RECORD -> fields(written, read, seen);
      case ARRAY -> sameQuantities(written.getElementType(), read.getElementType(), seen);
      case MAP -> sameQuantities(written.getValueType(), read.getValueType(), seen);
      default -> {}
    }
  }

  private static void fields(Schema written, Schema read, Set<Two> seen) {
    for (Schema.Field field : read.getFields()) {
      Schema.Field from = written.getField(field.name());
      for (String alias : field.aliases()) {
        from = from == null ? written.getField(alias) : from;
      }
      if (from != null) {
        sameQuantities(from.schema(), field.schema(), seen);
      }
    }
  }
}
