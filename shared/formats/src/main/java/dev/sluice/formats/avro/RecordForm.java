package dev.sluice.formats.avro;

import dev.sluice.codec.CodecException;
import dev.sluice.codec.RecordParts;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A record by the names of its components.
 *
 * @param fields of each component; null where it has none
 * @param others fields that no component has: their defaults are written
 */
record RecordForm(
    RecordParts<Object> parts,
    Schema schema,
    List<Schema.Field> fields,
    List<Slot> slots,
    List<Schema.Field> others) {

  @SuppressWarnings("unchecked")
  static RecordForm of(
      RecordParts<?> parts,
      Schema schema,
      List<Schema.Field> fields,
      List<Slot> slots,
      List<Schema.Field> others) {
    return new RecordForm((RecordParts<Object>) parts, schema, fields, slots, others);
  }

  Form form() {
    return new Form("a record", value -> read((GenericRecord) value), this::write);
  }

  Object read(GenericRecord from) {
    Object[] values = new Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      Schema.Field field = fields.get(i);
      try {
        values[i] = slots.get(i).read(field == null ? null : from.get(field.pos()));
      } catch (Misfit e) {
        throw e.within(name(i));
      }
    }
    try {
      return parts.make(values);
    } catch (CodecException e) {
      throw new Misfit(e.getMessage(), e);
    }
  }

  GenericRecord write(Object value) {
    GenericData.Record into = new GenericData.Record(schema);
    for (int i = 0; i < slots.size(); i++) {
      try {
        Object written = slots.get(i).write(parts.get(value, i));
        if (fields.get(i) != null) {
          into.put(fields.get(i).pos(), written);
        } else if (written != null) {
          throw new Misfit("the schema " + schema.getFullName() + " has no such field");
        }
      } catch (Misfit e) {
        throw e.within(name(i));
      }
    }
    for (Schema.Field other : others) {
      if (!other.hasDefaultValue()) {
        throw new Misfit("no component, and no default in the schema").within(other.name());
      }
      into.put(other.pos(), GenericData.get().getDefaultValue(other));
    }
    return into;
  }

  private String name(int index) {
    return parts.parts().get(index).name();
  }
}
