package dev.sluice.formats.avro;

import dev.sluice.api.Decoder;
import dev.sluice.codec.Codec;
import dev.sluice.format.FormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Values in Avro's binary encoding: what a stream holds ({@link #decoder}), what crosses a shuffle
 * or is kept as state ({@link #codec}), what a sink puts ({@link #encode}).
 *
 * <pre>
 * record Click(String page, long millis, Optional&lt;String&gt; user) {}
 *
 * AvroFormat&lt;Click&gt; clicks = AvroFormat.of(Click.class);
 * stream.kinesis("clicks", clicks.decoder(writtenWith)).map(Click::page) ...
 * </pre>
 *
 * <p>Bytes that are none of the schema, end too early, or are too many, are refused (SLUICE-D17),
 * so that the record becomes a dead letter; no length in them makes anything larger than they are.
 * Nothing is made by the name of a class, and Java serialization is never used. Safe for use by
 * several threads.
 *
 * @param <T> the type of the values
 */
public final class AvroFormat<T> {
  static final String UNREADABLE = "SLUICE-D17";
  private static final String UNWRITABLE = "SLUICE-D13";

  /** How values stand in generic data of a schema. */
  private record Mapping<T>(
      Schema schema, Function<Object, T> read, Function<T, GenericRecord> write) {}

  private final Mapping<T> mapping;
  private final Binary binary;

  /** What to read data of a writer's schema as. */
  private final Function<Schema, Mapping<T>> readers;

  private AvroFormat(Mapping<T> mapping, Function<Schema, Mapping<T>> readers) {
    Schemas.bounded(mapping.schema);
    this.mapping = mapping;
    this.binary = new Binary(mapping.schema);
    this.readers = readers;
  }

  /**
   * Avro's own records. Values are as Avro gives them: texts are Strings, times are whole numbers
   * and decimals are bytes, as the schema says.
   *
   * @param schema of a record; what was written with another one is read as this one, with its
   *     defaults and aliases
   * @throws FormatException SLUICE-D18 if the schema cannot be used
   */
  public static AvroFormat<GenericRecord> of(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new FormatException(
          "SLUICE-D18", "the schema is of a " + schema.getType().getName() + ", not of a record");
    }
    Mapping<GenericRecord> own =
        new Mapping<>(schema, GenericRecord.class::cast, Function.identity());
    return new AvroFormat<>(own, written -> own);
  }

  /**
   * Records of a class, with a schema derived from it: a field for each component, in their order;
   * what may be null or an empty Optional is a union with null. What was written with another
   * schema is read by the names of its fields: others are passed over, a field that is missing or
   * null is null, an empty Optional, or an error for a primitive.
   *
   * <pre>
   * boolean             boolean                   Instant       long, timestamp-micros
   * byte, short, int    int                       LocalDate     int, date
   * long                long                      Duration      string (ISO 8601)
   * float, double       float, double             enum          enum
   * String, byte[]      string, bytes             record        record
   * List, Set           array                     Map           map (keys are String)
   * </pre>
   *
   * @throws FormatException SLUICE-D14 if a component has no form in Avro
   */
  public static <R extends Record> AvroFormat<R> of(Class<R> type) {
    return new AvroFormat<>(mapping(type, Derivation.of(type)), written -> mapping(type, written));
  }

  /**
   * Records of a class, by the names of the fields of a given schema, such as one that says how
   * exact decimals and times are. What was written with another schema is read as this one, with
   * its defaults and aliases. A field without a component is written with its default.
   *
   * @throws FormatException SLUICE-D14 if a component has no form in its field, SLUICE-D18 if the
   *     schema cannot be used
   */
  public static <R extends Record> AvroFormat<R> of(Class<R> type, Schema schema) {
    Mapping<R> own = mapping(type, schema);
    return new AvroFormat<>(own, written -> own);
  }

  private static <R extends Record> Mapping<R> mapping(Class<R> type, Schema schema) {
    RecordForm form = Forms.of(type, schema);
    return new Mapping<>(schema, value -> type.cast(form.read((GenericRecord) value)), form::write);
  }

  /** The schema that values are written with. */
  public Schema schema() {
    return mapping.schema;
  }

  /** Reads what {@link #encode} and others write with {@link #schema()}. */
  public Decoder<T> decoder() {
    return decoder(mapping.schema);
  }

  /**
   * Reads what was written with another schema.
   *
   * @throws FormatException SLUICE-D18 or SLUICE-D14 if it does not fit
   */
  public Decoder<T> decoder(Schema written) {
    return from(written, 0);
  }

  /** Reads what was written with a schema, behind so many bytes. */
  Decoder<T> from(Schema written, int offset) {
    Objects.requireNonNull(written, "written");
    Schemas.bounded(written);
    Mapping<T> as = readers.apply(written);
    Schemas.fit(written, as.schema);
    Binary bytes = new Binary(written, as.schema);
    return data -> {
      try {
        return as.read.apply(bytes.decode(data, offset));
      } catch (Misfit e) {
        throw new FormatException(UNREADABLE, e.getMessage(), e);
      }
    };
  }

  /**
   * Reads Avro's single-object encoding: C3 01, the fingerprint of a schema (CRC-64-AVRO), and the
   * value. A record with another fingerprint is refused.
   *
   * @param written the schemas that records may be written with, besides {@link #schema()}
   * @throws FormatException SLUICE-D18 or SLUICE-D14 if one does not fit, or two that read bytes
   *     differently have the same fingerprint
   */
  public Decoder<T> singleObjects(Schema... written) {
    return Framed.singleObjects(this, List.copyOf(Arrays.asList(written)));
  }

  /**
   * Reads values behind the number of their schema: a byte 0 and four bytes of the number, most
   * significant first, as clients of schema registries write them. A record with a number that is
   * not found is refused.
   *
   * @param lookup finds schemas; asked once for each number it knows and decoder
   */
  public Decoder<T> numbered(SchemaLookup lookup) {
    Objects.requireNonNull(lookup, "lookup");
    return Framed.numbered(this, lookup);
  }

  /**
   * The value's bytes, nothing else.
   *
   * @throws FormatException SLUICE-D13 if it does not fit the schema
   */
  public byte[] encode(T value) {
    try {
      return binary.encode(mapping.write.apply(value));
    } catch (Misfit e) {
      throw new FormatException(UNWRITABLE, e.getMessage(), e);
    }
  }

  /**
   * The value in single-object encoding, see {@link #singleObjects}.
   *
   * @throws FormatException SLUICE-D13 if it does not fit the schema
   */
  public byte[] encodeSingleObject(T value) {
    return Framed.singleObject(mapping.schema, encode(value));
  }

  /**
   * A codec for shuffles, state and sinks. Bytes of another schema are refused: it needs another
   * operator name or a migration, as with {@link dev.sluice.codec.Codecs#record}.
   */
  public Codec<T> codec() {
    return new AvroCodec<>(this);
  }

  /**
   * The value as Avro's own record, in {@link #schema()}.
   *
   * @throws FormatException SLUICE-D13 if it does not fit the schema
   */
  public GenericRecord toGeneric(T value) {
    try {
      return mapping.write.apply(value);
    } catch (Misfit e) {
      throw new FormatException(UNWRITABLE, e.getMessage(), e);
    }
  }
}
