package dev.sluice.formats.avro;

import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds the schema that a record was written with by the number that stands before it.
 *
 * <p>It answers from what the app brought along or read when it was defined, and always the same: a
 * record whose number it does not know is a dead letter, so one that asks somebody else at the
 * record's time makes results depend on whether that answers.
 *
 * <pre>
 * Map&lt;Integer, Schema&gt; schemas = Map.of(7, first, 9, second);
 * AvroFormat.of(Click.class).numbered(id -&gt; Optional.ofNullable(schemas.get(id)))
 * </pre>
 */
@FunctionalInterface
public interface SchemaLookup {

  /**
   * The schema with a number.
   *
   * @return nothing where there is none; the record becomes a dead letter, as it does where this
   *     throws
   */
  Optional<Schema> find(int id);
}
